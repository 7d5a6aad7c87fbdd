"""Mercado Pago: cards, its wallet's page, cash at stores and bank transfers in Latin America."""
