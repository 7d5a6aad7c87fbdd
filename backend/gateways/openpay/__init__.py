"""Openpay (Mexico, Colombia, Peru): cards, cash in stores and bank transfers. Docs: docs/gateways/openpay.md."""
