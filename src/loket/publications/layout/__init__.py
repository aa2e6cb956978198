"""From a ``Document`` to what people read: website, PDF, workbook and CSV."""
