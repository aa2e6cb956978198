"""The addresses of raising a matter, of the mailbox and of the inbox. Those of the API stand in ``api_urls``."""

from loket.intake import inbox_urls, mailbox_urls, wizard_urls

app_name = "intake"
urlpatterns = [*wizard_urls.urlpatterns, *mailbox_urls.urlpatterns, *inbox_urls.urlpatterns]
