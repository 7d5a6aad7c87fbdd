"""Cash and bank transfers that people register by hand."""
