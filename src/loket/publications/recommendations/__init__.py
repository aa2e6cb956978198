"""What the confidential advisers recommend in their annual report, and what came of last year's."""
