"""A mailbox for somebody who came to an adviser in another way than by the site: with it they can answer, in their own
time, what only they may decide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from loket.advisers.access import desk
from loket.advisers.contact import services
from loket.advisers.contact.access import at_desk
from loket.advisers.contact.forms import MailboxForm
from loket.core.errors import UserError


@at_desk
@sensitive_post_parameters()
def mailbox_new(request: HttpRequest) -> HttpResponse:
    """Open a mailbox. Its receipt stands on this answer only, which is why there is no other page to go to; sent again,
    the same form gives it again."""
    place = desk(request)
    form = MailboxForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        receipt = form.cleaned_data["receipt"]
        try:
            report = services.open_mailbox(
                desk=place,
                content=form.content,
                identity=form.identity,
                channel=form.cleaned_data["channel"],
                receipt=receipt,
                actor=place.me.username,
            )
        except UserError as error:
            form.add_error(None, str(error))
        else:
            context = {"report": report, "receipt": receipt}
            return render(request, "advisers/contact/mailbox_made.html", context)
    return render(request, "advisers/contact/mailbox_new.html", {"form": form}, status=422 if form.is_bound else 200)
