// Money that staff saw come in: whose it is, what it may pay, its registration, and a mistake taken back.
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const CustomersQuery = graphql(`
  query Customers($search: String!) {
    customers(first: 8, search: $search) {
      nodes { id name email }
      pageInfo { hasNextPage }
    }
  }
`);

const ReceiptFields = graphql(
  `
    fragment ReceiptFields on PaymentReceipt @_unmask {
      id
      amount { ...MoneyFields }
      receivedOn
      reference
      note
      reversedAt
      reversalReason
    }
  `,
  [MoneyFields],
);

export const PayableQuery = graphql(
  `
    query Payable($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Customer {
          name
          email
          currency
          invoices(first: 50, status: [OPEN]) {
            nodes { id number dueAt amountDue { ...MoneyFields } }
          }
          payments(first: 50) {
            nodes {
              id
              kind
              status
              createdAt
              amount { ...MoneyFields }
              captured { ...MoneyFields }
              invoice { id number }
              receipts { ...ReceiptFields }
              action {
                ... on InstructionsAction { reference }
                ... on BankTransferAction { reference }
              }
            }
          }
        }
      }
    }
  `,
  [MoneyFields, ReceiptFields],
);

export const PaymentRegisterMutation = graphql(`
  mutation PaymentRegister($input: PaymentRegisterInput!) {
    paymentRegister(input: $input) {
      __typename
      ... on PaymentRegisterSuccess { payments { id status } }
      ... on InvalidInputError { fields { path code message } }
      ... on Error { code message }
    }
  }
`);

export const PaymentReverseMutation = graphql(
  `
    mutation PaymentReverse($input: PaymentReverseInput!) {
      paymentReverse(input: $input) {
        __typename
        ... on PaymentReverseSuccess { receipt { ...ReceiptFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [ReceiptFields],
);

type Node = NonNullable<ResultOf<typeof PayableQuery>["node"]>;
export type Payer = Extract<Node, { __typename: "Customer" }>;
export type PayableInvoice = Payer["invoices"]["nodes"][number];
export type PayerPayment = Payer["payments"]["nodes"][number];
export type Receipt = PayerPayment["receipts"][number];
