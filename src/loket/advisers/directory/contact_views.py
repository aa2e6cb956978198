"""Writing to one adviser: what you want to say, a look back, and the nine words that lead to the answer.

What is written lies sealed under a token that only this browser holds, as a report does that is not sent yet. Sent
twice, or after an answer that was lost, it is one contact, and the same words are shown again.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.advisers.directory.forms import ContactForm
from loket.advisers.directory.queries import Listed
from loket.advisers.directory.views import listed_or_404
from loket.core import limiter
from loket.core.access import public
from loket.core.errors import UserError
from loket.core.forms import HouseForm, form_methods, see
from loket.intake import addressees, draft_cookie, drafts, ticket
from loket.intake.content import DraftContent
from loket.intake.draft_cookie import own_form
from loket.intake.drafts import AlreadySent, NoDraft


@own_form
@public
@form_methods
def contact(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What somebody wants to say. Who had begun to write to another adviser, finds their words here."""
    person = listed_or_404(slug)
    if not person.desk:
        return redirect("advisers:profile", slug)
    if request.method != "POST":
        draft = _unsent(request)
        form = ContactForm(story=draft.content.story, identity=draft.identity) if draft else ContactForm()
        return _form_page(request, person, form)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _form_page(request, person, form, status=422)
    if limiter.wait_for("draft"):
        form.add_error(None, _("Het is nu heel druk. Wacht even en probeer het opnieuw; wat je invulde, staat er nog"))
        return _form_page(request, person, form, status=429)
    return _kept(request, person, form)


def _kept(request: HttpRequest, person: Listed, form: ContactForm) -> HttpResponse:
    """On to the look back. Each form that is sent makes a draft of its own: what stands in another window cannot become
    what is sent from this one."""
    token = drafts.start(body=person.desk)
    drafts.change(token, content={"story": form.cleaned_data["story"]}, identity=form.identity)
    drafts.discard(_token(request))
    response = see("advisers:contact-check", person.slug)
    draft_cookie.keep(response, token, settings.CONTACT_COOKIE_NAME)
    return response


@own_form
@public
@form_methods
def check(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A look back, and sending. A second click, or a try after a lost answer, leads to the same words."""
    person, draft = listed_or_404(slug), _draft(request)
    if request.method == "POST":
        return _send(request, person)
    if draft is None or draft.reference or draft.body != person.desk:
        return redirect("advisers:contact", slug)
    return _check_page(request, person, draft)


def _send(request: HttpRequest, person: Listed) -> HttpResponseBase:
    draft = _draft(request)
    if draft is None or draft.body != person.desk or not draft_cookie.is_proved(request, settings.CONTACT_COOKIE_NAME):
        return render(request, "advisers/directory/gone.html", {"person": person}, status=409)
    try:
        drafts.send(_token(request), language="en" if get_language() == "en" else "nl")
    except (NoDraft, AlreadySent):
        return render(request, "advisers/directory/gone.html", {"person": person}, status=409)
    except UserError as error:
        form = HouseForm({})
        form.add_error(None, str(error))
        return _check_page(request, person, draft, form)
    return see("advisers:contact-sent")


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponseBase:
    """The words. The page stands until somebody is done with it, for a day at most."""
    draft = _draft(request)
    if draft is None or not draft.reference:
        return redirect("advisers:directory")
    context = {
        **ticket.context_of(request, draft.receipt),
        "receipt_url": reverse("advisers:contact-words"),
        "person": addressees.person(draft.body),
        "proof": _proof(request),
    }
    return render(request, "advisers/directory/sent.html", context)


@public
@require_safe
def words_file(request: HttpRequest) -> HttpResponseBase:
    """The words as a text file. Its name tells nobody what it is for."""
    draft = _draft(request)
    if draft is None or not draft.receipt:
        return redirect("advisers:directory")
    return ticket.file_of(request, draft.receipt)


@own_form
@public
@require_POST
def done(request: HttpRequest) -> HttpResponseBase:
    """Somebody has their words, or throws away what they wrote: browser and loket forget it. What was sent stays."""
    if draft_cookie.is_proved(request, settings.CONTACT_COOKIE_NAME):
        drafts.discard(_token(request))
    response = see("guide:home")
    draft_cookie.forget(response, settings.CONTACT_COOKIE_NAME)
    return response


def _token(request: HttpRequest) -> str:
    return draft_cookie.token_of(request, settings.CONTACT_COOKIE_NAME)


def _proof(request: HttpRequest) -> str:
    return draft_cookie.proof_for(_token(request))


def _draft(request: HttpRequest) -> DraftContent | None:
    """What this browser is writing or has just sent."""
    token = _token(request)
    return drafts.read(token) if token else None


def _unsent(request: HttpRequest) -> DraftContent | None:
    draft = _draft(request)
    return None if draft is None or draft.reference else draft


def _form_page(request: HttpRequest, person: Listed, form: ContactForm, *, status: int = 200) -> HttpResponse:
    return render(request, "advisers/directory/contact.html", {"person": person, "form": form}, status=status)


def _check_page(
    request: HttpRequest, person: Listed, draft: DraftContent, form: HouseForm | None = None
) -> HttpResponse:
    context = {"person": person, "draft": draft, "form": form, "proof": _proof(request)}
    return render(request, "advisers/directory/check.html", context, status=422 if form else 200)
