"""Who may open what: every address of the application, for everyone, with every method, and every object.

A new view fails here until it has a line. The same walk checks the security headers of every answer (WEB-3).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries, Settings

from loket.accounts.models import Account, Passkey, Role, Session
from loket.advisers import access as advisers
from loket.advisers.content import EntryContent, PageContent
from loket.advisers.models import Adviser, Entry, Page
from loket.advisers.offline import services as offline
from loket.advisers.sealing import seal_row
from loket.casework import opening
from loket.casework import services as casework
from loket.casework.access import desk_of
from loket.casework.models import Case
from loket.core import clock
from loket.core.headers import CONTENT_SECURITY_POLICY
from loket.core.models import AuditEntry
from loket.intake import files, services
from loket.intake.content import Content, Identity
from loket.intake.models import Report, SealedFile
from loket.intake.raising import Raised
from loket.intake.sealing import open_mailbox
from loket.publications.models import Build, Status
from people import adviser, head, officer, person, recovery_key, sign_in

pytestmark = pytest.mark.django_db

ANONYMOUS, NO_ROLE, OIF, MIB = "anonymous", "no role", "officer of oif", "officer of mib"
ADVISER, COLLEAGUE = "adviser", "another adviser"
NATIONAL = Role.NATIONAL_ADVISER.value
ROLES = (Role.POLICY_OFFICER.value, Role.AUDITOR.value, Role.FUNCTIONAL_ADMINISTRATOR.value, NATIONAL)
OF_A_UNIT = (Role.DIRECTOR.value, Role.INTEGRITY_COORDINATOR.value)
WHO = (ANONYMOUS, NO_ROLE, *ROLES, *OF_A_UNIT, OIF, MIB, ADVISER, COLLEAGUE)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REST = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
EVERYONE = frozenset(WHO)
STAFF = EVERYONE - {ANONYMOUS}
POLICY = frozenset({Role.POLICY_OFFICER.value})
AUDITOR = frozenset({Role.AUDITOR.value})
ADMINISTRATOR = frozenset({Role.FUNCTIONAL_ADMINISTRATOR.value})
OFFICERS = frozenset({OIF, MIB})
DIRECTOR = frozenset({Role.DIRECTOR.value})
UNIT = frozenset(OF_A_UNIT)
"""Those who answer for Douane."""
HEADS = frozenset({MIB})
"""The officer of mib is its head too."""
OWN_BODY = frozenset({OIF})
"""The report and the body's key of these tests are of oif."""
ADVISERS = frozenset({ADVISER, COLLEAGUE})
OWN_DESK = frozenset({ADVISER})
"""The entry and the page of a notebook of these tests are of this adviser."""
NATIONAL_ADVISER = frozenset({NATIONAL})
NETWORK = ADVISERS | NATIONAL_ADVISER
KEY_HOLDERS = OFFICERS | ADVISERS

READ = {"GET": 200, "HEAD": 200}
MISSING = {"GET": 404, "HEAD": 404}
FORM = {**READ, "POST": 422}
CLOSED = {"GET": 302, "HEAD": 302}
"""A page of a mailbox, for who has none open: led to the door."""
NO_DRAFT = {"POST": 404}
NO_IMPORT = {"GET": 303, "HEAD": 303, "POST": 303}
"""A page of an import that is not there (any more): led to where one begins."""
PROOF = dict.fromkeys(METHODS, 302)
"""A page of one's own account, for who has not shown a second time who they are: led to that page."""

LINES: dict[str, tuple[str, frozenset[str], dict[str, int]]] = {
    "robots": ("/robots.txt", EVERYONE, READ),
    "security-txt": ("/.well-known/security.txt", EVERYONE, READ),
    "published-file": ("/publicaties/1999/nl/index.html", EVERYONE, MISSING),
    "published-file (2)": ("/publicaties/vertrouwenspersonen/1999/nl/index.html", EVERYONE, MISSING),
    "api:reports": ("/api/v1/reports", EVERYONE, {"POST": 401}),
    "api:report": ("/api/v1/reports/{reference}", EVERYONE, {"GET": 401}),
    "api:files": ("/api/v1/reports/{reference}/files", EVERYONE, {"POST": 401}),
    "api:incidents": ("/api/v1/incidents", EVERYONE, {"POST": 401}),
    "api:openapi": ("/api/v1/openapi.json", EVERYONE, {"GET": 200}),
    "api:nothing": ("/api/elsewhere", EVERYONE, dict.fromkeys(METHODS, 404)),
    "guide:home": ("/", EVERYONE, READ),
    "guide:discuss": ("/bespreken/", EVERYONE, READ),
    "guide:signal": ("/signaleren/", EVERYONE, READ),
    "guide:report": ("/melden/", EVERYONE, READ),
    "guide:which-door": ("/welke-deur/", EVERYONE, READ),
    "guide:external-routes": ("/melden-buiten/", EVERYONE, READ),
    "guide:privacy": ("/gegevens/", EVERYONE, READ),
    "guide:accessibility": ("/toegankelijkheid/", EVERYONE, READ),
    "intake:start": ("/melden/nieuw/oif/", EVERYONE, {**READ, "POST": 303}),
    "intake:step": ("/melden/concept/verhaal/", EVERYONE, {**MISSING, "POST": 404}),
    "intake:remove-file": ("/melden/concept/bestanden/{file}/verwijderen/", EVERYONE, NO_DRAFT),
    "intake:clean-file": ("/melden/concept/bestanden/{file}/schonen/", EVERYONE, NO_DRAFT),
    "intake:save": ("/melden/concept/bewaren/", EVERYONE, {**MISSING, "POST": 404}),
    "intake:discard": ("/melden/concept/weggooien/", EVERYONE, NO_DRAFT),
    "intake:send": ("/melden/concept/versturen/", EVERYONE, NO_DRAFT),
    "intake:sent": ("/melden/verstuurd/", EVERYONE, MISSING),
    "intake:receipt-file": ("/melden/verstuurd/woorden.txt", EVERYONE, MISSING),
    "intake:done": ("/melden/verstuurd/klaar/", EVERYONE, NO_DRAFT),
    "intake:exit": ("/weg/", EVERYONE, CLOSED),
    "intake:mailbox-door": ("/postvak/", EVERYONE, FORM),
    "intake:mailbox": ("/postvak/melding/", EVERYONE, CLOSED),
    "intake:mailbox-write": ("/postvak/bericht/", EVERYONE, {"POST": 403}),
    "intake:mailbox-answer": ("/postvak/antwoord/1/", EVERYONE, {"POST": 403}),
    "intake:mailbox-file": ("/postvak/bestand/{file}/", EVERYONE, CLOSED),
    "intake:mailbox-close": ("/postvak/sluiten/", EVERYONE, {"POST": 302}),
    "intake:mailbox-closed": ("/postvak/gesloten/", EVERYONE, READ),
    "casework:worklist": ("/beheer/zaken/", OFFICERS, READ),
    "casework:worklist-csv": ("/beheer/zaken/werklijst.csv", OFFICERS, {"GET": 200}),
    "casework:search": ("/beheer/zaken/zoeken/", OFFICERS, FORM),
    "casework:take": ("/beheer/zaken/{case}/neem/", OWN_BODY, {"POST": 303}),
    "casework:case": ("/beheer/zaken/{case}/", OWN_BODY, READ),
    "casework:timeline": ("/beheer/zaken/{case}/tijdlijn/", OWN_BODY, READ),
    "casework:file": ("/beheer/zaken/{case}/bestand/{file}/", OWN_BODY, READ),
    "casework:others": ("/beheer/zaken/{case}/anders/", OWN_BODY, READ),
    "casework:act": ("/beheer/zaken/{case}/stap/assess/", OWN_BODY, FORM),
    "casework:note": ("/beheer/zaken/{case}/notitie/", OWN_BODY, FORM),
    "casework:task": ("/beheer/zaken/{case}/taak/", OWN_BODY, FORM),
    "casework:task-done": ("/beheer/zaken/{case}/taak/1/klaar/", OWN_BODY, {**MISSING, "POST": 404}),
    "casework:document": ("/beheer/zaken/{case}/stuk/", OWN_BODY, FORM),
    "casework:item": ("/beheer/zaken/{case}/stuk/1/", OWN_BODY, MISSING),
    "casework:message": ("/beheer/zaken/{case}/bericht/", OWN_BODY, FORM),
    "casework:person": ("/beheer/zaken/{case}/persoon/", OWN_BODY, FORM),
    "casework:person-change": ("/beheer/zaken/{case}/persoon/1/", OWN_BODY, {**MISSING, "POST": 404}),
    "casework:person-name": ("/beheer/zaken/{case}/persoon/1/naam/", OWN_BODY, {**MISSING, "POST": 404}),
    "casework:hearing": ("/beheer/zaken/{case}/persoon/1/verslag/", OWN_BODY, {**MISSING, "POST": 404}),
    "casework:reporter": ("/beheer/zaken/{case}/melder/", OWN_BODY, FORM),
    "casework:labels": ("/beheer/zaken/{case}/kenmerken/", OWN_BODY, FORM),
    "casework:assign": ("/beheer/zaken/{case}/behandelaar/", OWN_BODY, FORM),
    "casework:access": ("/beheer/zaken/{case}/toegang/", OWN_BODY, FORM),
    "casework:conflict": ("/beheer/zaken/{case}/belang/", OWN_BODY, FORM),
    "casework:handover": ("/beheer/zaken/{case}/overdragen/", OWN_BODY, {**READ, "POST": 404}),
    "casework:plan": ("/beheer/zaken/{case}/overdragen/1/", OWN_BODY, {**MISSING, "POST": 404}),
    "casework:outside": ("/beheer/zaken/{case}/naar-buiten/", OWN_BODY, {**READ, "POST": 404}),
    "casework:outside-package": ("/beheer/zaken/{case}/naar-buiten/1/pakket.zip", OWN_BODY, MISSING),
    "casework:consent": ("/beheer/zaken/{case}/toestemming/", OWN_BODY, {**CLOSED, "POST": 404}),
    "casework:disclosure": ("/beheer/zaken/{case}/wettelijk/", OWN_BODY, {**CLOSED, "POST": 302}),
    "casework:decision": ("/beheer/zaken/{case}/besluit/", OWN_BODY, FORM),
    "casework:decide": ("/beheer/zaken/{case}/besluit/1/", OWN_BODY, {**MISSING, "POST": 404}),
    "casework:comparable": ("/beheer/zaken/{case}/vergelijk/", OWN_BODY, FORM),
    "casework:return": ("/beheer/zaken/{case}/terug/", OWN_BODY, {**READ, "POST": 404}),
    "casework:facts": ("/beheer/zaken/{case}/feiten/", OWN_BODY, FORM),
    "casework:steering": ("/beheer/stand-van-zaken/", HEADS, READ),
    "casework:retention": ("/beheer/bewaren/", HEADS | AUDITOR, READ),
    "casework:destroy": ("/beheer/bewaren/vernietigen/", HEADS, FORM),
    "casework:hold": ("/beheer/bewaren/{case}/vasthouden/", HEADS, {**MISSING, "POST": 404}),
    "casework:statement": ("/beheer/bewaren/verklaring/{case}/", HEADS | AUDITOR, MISSING),
    "casework:statement-pdf": ("/beheer/bewaren/verklaring/{case}/verklaring.pdf", HEADS | AUDITOR, MISSING),
    "casework:copy": ("/beheer/zaken/{case}/afschrift/stuk-1/", OWN_BODY, {**MISSING, "POST": 404}),
    "casework:copy-page": ("/beheer/zaken/{case}/afschrift/stuk-1/bladzijde/1/", OWN_BODY, MISSING),
    "casework:procedures": ("/zo-werkt-het/", EVERYONE, READ),
    "casework:procedure": ("/zo-werkt-het/oif/", EVERYONE, READ),
    "casework:register": ("/beheer/zaken/registreren/", OFFICERS, FORM),
    "advisers:tally": ("/beheer/tellijst/", ADVISERS, READ),
    "advisers:register": ("/beheer/tellijst/register/", ADVISERS, {"POST": 422}),
    "advisers:mine": ("/beheer/tellijst/mijn-lijst/", ADVISERS, READ),
    "advisers:entry": ("/beheer/tellijst/mijn-lijst/{entry}/", OWN_DESK, READ),
    "advisers:entry-contact": ("/beheer/tellijst/mijn-lijst/{entry}/contact/", OWN_DESK, {"POST": 422}),
    "advisers:entry-settlement": ("/beheer/tellijst/mijn-lijst/{entry}/afdoening/", OWN_DESK, {"POST": 422}),
    "advisers:entry-situation": ("/beheer/tellijst/mijn-lijst/{entry}/situatie/", OWN_DESK, {"POST": 422}),
    "advisers:entry-reopen": ("/beheer/tellijst/mijn-lijst/{entry}/heropenen/", OWN_DESK, {"POST": 422}),
    "advisers:entry-take-back": ("/beheer/tellijst/mijn-lijst/{entry}/terugnemen/", OWN_DESK, {"POST": 422}),
    "advisers:entry-correct": ("/beheer/tellijst/mijn-lijst/{entry}/verbeteren/", OWN_DESK, {"POST": 422}),
    "advisers:entry-other": ("/beheer/tellijst/mijn-lijst/{entry}/overig/", OWN_DESK, {"POST": 422}),
    "advisers:entry-evaluation": ("/beheer/tellijst/mijn-lijst/{entry}/evaluatie/", OWN_DESK, {"POST": 422}),
    "advisers:this-year": ("/beheer/tellijst/jaar/", ADVISERS, READ),
    "advisers:year": ("/beheer/tellijst/jaar/2025/", ADVISERS, READ),
    "advisers:hours": ("/beheer/tellijst/uren/", ADVISERS, {**READ, "POST": 303}),
    "advisers:propose": ("/beheer/tellijst/voorstel/", ADVISERS, FORM),
    "advisers:notebook": ("/beheer/schrift/", ADVISERS, READ),
    "advisers:page-new": ("/beheer/schrift/nieuw/", ADVISERS, FORM),
    "advisers:page": ("/beheer/schrift/{page}/", OWN_DESK, FORM),
    "advisers:page-delete": ("/beheer/schrift/{page}/weg/", OWN_DESK, {**READ, "POST": 303}),
    "keys:unlock": ("/beheer/ontgrendelen/", KEY_HOLDERS, {**CLOSED, "POST": 422}),
    "keys:lock": ("/beheer/vergrendelen/", KEY_HOLDERS, {"POST": 302}),
    "keys:keys": ("/beheer/sleutels/", KEY_HOLDERS, READ),
    "keys:passphrase": ("/beheer/sleutels/wachtzin/", KEY_HOLDERS, PROOF),
    "keys:add-passkey": ("/beheer/sleutels/passkey/", KEY_HOLDERS, PROOF),
    "keys:rotate": ("/beheer/sleutels/vernieuwen/", KEY_HOLDERS, FORM),
    "keys:give": ("/beheer/sleutels/oif/geven/", OWN_BODY, {"POST": 422}),
    "keys:take-back": ("/beheer/sleutels/oif/terugnemen/", OWN_BODY, {"POST": 404}),
    "accounts:sign-in": ("/aanmelden/", EVERYONE, FORM),
    "accounts:code": ("/aanmelden/code/", EVERYONE, {**CLOSED, "POST": 302}),
    "accounts:passkey-sign-in": ("/aanmelden/passkey/", EVERYONE, {"POST": 422}),
    "accounts:passkey-options": ("/aanmelden/passkey/vraag/", EVERYONE, {"POST": 200}),
    "accounts:link": ("/aanmelden/eenmalig/x/", EVERYONE, {"GET": 410, "HEAD": 410, "POST": 410}),
    "accounts:sign-out": ("/afmelden/", STAFF, {"POST": 302}),
    "accounts:signed-out": ("/afgemeld/", EVERYONE, READ),
    "accounts:account": ("/beheer/account/", STAFF, READ),
    "accounts:prove": ("/beheer/account/bevestigen/", STAFF, FORM),
    "accounts:prove-options": ("/beheer/account/bevestigen/vraag/", STAFF, {"POST": 200}),
    "accounts:account-password": ("/beheer/account/wachtwoord/", STAFF, PROOF),
    "accounts:account-app": ("/beheer/account/app/", STAFF, PROOF),
    "accounts:recovery-codes": ("/beheer/account/herstelcodes/", STAFF, PROOF),
    "accounts:add-passkey": ("/beheer/account/passkeys/nieuw/", STAFF, PROOF),
    "accounts:add-passkey-options": ("/beheer/account/passkeys/nieuw/vraag/", STAFF, PROOF),
    "accounts:remove-passkey": ("/beheer/account/passkeys/1/verwijderen/", STAFF, PROOF),
    "accounts:end-session": ("/beheer/account/sessies/beeindigen/", STAFF, {"POST": 302}),
    "accounts:end-other-sessions": ("/beheer/account/sessies/andere-beeindigen/", STAFF, {"POST": 302}),
    "accounts:trail": ("/beheer/logboek/", AUDITOR, READ),
    "accounts:export-trail": ("/beheer/logboek/logboek.csv", AUDITOR, {"GET": 200}),
    "accounts:verify-trail": ("/beheer/logboek/controleren/", AUDITOR, {"POST": 200}),
    "accounts:people": ("/beheer/toegang/", ADMINISTRATOR, READ),
    "accounts:access-review": ("/beheer/toegang/controle.csv", ADMINISTRATOR, READ),
    "accounts:new-person": ("/beheer/toegang/nieuw/", ADMINISTRATOR, FORM),
    "accounts:person": ("/beheer/toegang/nieuw1/", ADMINISTRATOR, READ),
    "accounts:give-role": ("/beheer/toegang/nieuw1/rol/", ADMINISTRATOR, {"POST": 422}),
    "accounts:end-role": ("/beheer/toegang/nieuw1/rol/1/", ADMINISTRATOR, {**MISSING, "POST": 404}),
    "accounts:invite": ("/beheer/toegang/nieuw1/uitnodigen/", ADMINISTRATOR, {"POST": 422}),
    "accounts:forget-factors": ("/beheer/toegang/nieuw1/vergeten/", ADMINISTRATOR, {**READ, "POST": 302}),
    "accounts:close-account": ("/beheer/toegang/nieuw1/sluiten/", ADMINISTRATOR, {"POST": 302}),
    "accounts:reopen-account": ("/beheer/toegang/nieuw1/openen/", ADMINISTRATOR, {"POST": 302}),
    "publications:list": ("/publicaties/", EVERYONE, READ),
    "publications:chance": ("/publicaties/toeval/", EVERYONE, READ),
    "publications:contradictions": ("/publicaties/nagerekend/2024/", EVERYONE, READ),
    "publications:publication": ("/publicaties/1999/", EVERYONE, MISSING),
    "publications:publication (2)": ("/publicaties/vertrouwenspersonen/1999/", EVERYONE, MISSING),
    "publications:unit-month": ("/beheer/onderdeel/douane/", UNIT, READ),
    "publications:unit-month-pdf": ("/beheer/onderdeel/douane/maandoverzicht.pdf?maand=1999-01", UNIT, MISSING),
    "publications:overview": ("/beheer/", STAFF, READ),
    "advisers:worker": ("/beheer/tellijst/sw.js", EVERYONE, READ),
    "advisers:manifest": ("/beheer/tellijst/app.webmanifest", EVERYONE, READ),
    "advisers:shell": ("/beheer/tellijst/zonder-verbinding/", EVERYONE, READ),
    "advisers:devices": ("/beheer/tellijst/toestellen/", ADVISERS, READ),
    "advisers:device-new": ("/beheer/tellijst/toestellen/nieuw/", ADVISERS, FORM),
    "advisers:device-remove": ("/beheer/tellijst/toestellen/{device}/weg/", OWN_DESK, {**READ, "POST": 303}),
    "advisers:queue": ("/beheer/tellijst/wachtrij/", ADVISERS, {**READ, "POST": 200}),
    "advisers:evaluation": ("/evaluatie/", EVERYONE, FORM),
    "advisers:evaluation-form": ("/evaluatie/7K4M-Q2XD-9PRT/", EVERYONE, {"GET": 410, "HEAD": 410, "POST": 410}),
    "advisers:evaluation-done": ("/evaluatie/dank/", EVERYONE, READ),
    "advisers:evaluation-ticket": ("/beheer/tellijst/evaluatie/", ADVISERS, FORM),
    "advisers:import": ("/beheer/tellijst/inlezen/", ADVISERS, FORM),
    "advisers:import-map": (
        "/beheer/tellijst/inlezen/00000000-0000-4000-8000-000000000000/kolommen/",
        ADVISERS,
        NO_IMPORT,
    ),
    "advisers:import-words": (
        "/beheer/tellijst/inlezen/00000000-0000-4000-8000-000000000000/betekenis/",
        ADVISERS,
        NO_IMPORT,
    ),
    "advisers:import-check": (
        "/beheer/tellijst/inlezen/00000000-0000-4000-8000-000000000000/controle/",
        ADVISERS,
        {"GET": 303, "HEAD": 303},
    ),
    "advisers:import-do": (
        "/beheer/tellijst/inlezen/00000000-0000-4000-8000-000000000000/inlezen/",
        ADVISERS,
        {**CLOSED, "POST": 303},
    ),
    "advisers:import-drop": (
        "/beheer/tellijst/inlezen/00000000-0000-4000-8000-000000000000/weg/",
        ADVISERS,
        {"POST": 303},
    ),
    "advisers:totals": ("/beheer/tellijst-totalen/", NATIONAL_ADVISER, READ),
    "advisers:totals-csv": ("/beheer/tellijst-totalen/totalen.csv", NATIONAL_ADVISER, READ),
    "advisers:network": ("/beheer/netwerk/", NETWORK, READ),
    "advisers:network-overview": ("/beheer/netwerk/overzicht/", NATIONAL_ADVISER, READ),
    "advisers:network-appoint": ("/beheer/netwerk/aanstellen/", NATIONAL_ADVISER, FORM),
    "advisers:network-adviser": ("/beheer/netwerk/persoon/niemand/", NETWORK, MISSING),
    "advisers:network-change": ("/beheer/netwerk/persoon/niemand/plek/", NATIONAL_ADVISER, {**MISSING, "POST": 404}),
    "advisers:certificate": (
        "/beheer/netwerk/persoon/niemand/certificaat/",
        NATIONAL_ADVISER,
        {**MISSING, "POST": 404},
    ),
    "advisers:network-end": ("/beheer/netwerk/persoon/niemand/beeindigen/", NATIONAL_ADVISER, {**MISSING, "POST": 404}),
    "advisers:own-file": ("/beheer/netwerk/mijn-certificaat/", ADVISERS, READ),
    "advisers:requirement": ("/beheer/netwerk/mijn-certificaat/nieuw/", ADVISERS, FORM),
    "advisers:requirement-remove": ("/beheer/netwerk/mijn-certificaat/1/weg/", ADVISERS, {"POST": 404}),
    "advisers:own-profile": ("/beheer/netwerk/mijn-profiel/", ADVISERS, FORM),
    "advisers:groups": ("/beheer/netwerk/intervisie/", NETWORK, READ),
    "advisers:group-new": ("/beheer/netwerk/intervisie/nieuw/", NATIONAL_ADVISER, {"POST": 422}),
    "advisers:group": ("/beheer/netwerk/intervisie/1/", NETWORK, {**MISSING, "POST": 404}),
    "advisers:meeting-remove": ("/beheer/netwerk/intervisie/1/1/weg/", NETWORK, {"POST": 404}),
    "advisers:activity": ("/beheer/netwerk/voorlichting/", NETWORK, FORM),
    "advisers:activity-change": ("/beheer/netwerk/voorlichting/1/", NETWORK, {**MISSING, "POST": 404}),
    "advisers:activity-remove": ("/beheer/netwerk/voorlichting/1/weg/", NETWORK, {"POST": 404}),
    "advisers:proposals": ("/beheer/netwerk/voorstellen/", NATIONAL_ADVISER, READ),
    "advisers:proposal": ("/beheer/netwerk/voorstellen/1/", NATIONAL_ADVISER, {**MISSING, "POST": 404}),
    "advisers:close-year": ("/beheer/netwerk/jaar-afsluiten/", NATIONAL_ADVISER, FORM),
    "advisers:directory": ("/vertrouwenspersonen/", EVERYONE, READ),
    "advisers:profile": ("/vertrouwenspersonen/luister/", EVERYONE, READ),
    "advisers:contact": ("/vertrouwenspersonen/luister/contact/", EVERYONE, FORM),
    "advisers:contact-check": ("/vertrouwenspersonen/luister/contact/controleren/", EVERYONE, {**CLOSED, "POST": 409}),
    "advisers:contact-sent": ("/vertrouwenspersonen/contact/verstuurd/", EVERYONE, CLOSED),
    "advisers:contact-words": ("/vertrouwenspersonen/contact/verstuurd/woorden.txt", EVERYONE, CLOSED),
    "advisers:contact-done": ("/vertrouwenspersonen/contact/klaar/", EVERYONE, {"POST": 303}),
    "advisers:contacts": ("/beheer/contact/", ADVISERS, READ),
    "advisers:mailbox-new": ("/beheer/contact/nieuw/", ADVISERS, FORM),
    "advisers:contact-request": ("/beheer/contact/{contact}/", OWN_DESK, READ),
    "advisers:contact-reply": ("/beheer/contact/{contact}/antwoord/", OWN_DESK, {"POST": 422}),
    "advisers:contact-identity": ("/beheer/contact/{contact}/naam/", OWN_DESK, FORM),
    "advisers:contact-end": ("/beheer/contact/{contact}/afronden/", OWN_DESK, {"POST": 303}),
    "advisers:contact-file": ("/beheer/contact/{contact}/bestand/{file}/", OWN_DESK, MISSING),
    "advisers:handover": ("/beheer/contact/{contact}/overdragen/", OWN_DESK, FORM),
    "advisers:handover-do": ("/beheer/contact/{contact}/overdragen/{file}/", OWN_DESK, {**MISSING, "POST": 404}),
    "advisers:handover-paper": ("/beheer/contact/{contact}/overdragen/{file}/brief/", OWN_DESK, MISSING),
    "advisers:duty": ("/beheer/wettelijke-plicht/", ADVISERS, FORM),
    "advisers:signal": ("/beheer/signalen/sturen/", ADVISERS, FORM),
    "advisers:signal-sent": ("/beheer/signalen/verstuurd/", ADVISERS, READ),
    "advisers:signals": ("/beheer/signalen/", DIRECTOR, READ),
    "advisers:signal-read": ("/beheer/signalen/{file}/gelezen/", DIRECTOR, {"POST": 404}),
    "publications:recommendations": ("/beheer/aanbevelingen/", NATIONAL_ADVISER, READ),
    "publications:recommendation-new": ("/beheer/aanbevelingen/2024/nieuw/", NATIONAL_ADVISER, FORM),
    "publications:recommendation": ("/beheer/aanbevelingen/1/", NATIONAL_ADVISER, {**MISSING, "POST": 404}),
    "publications:recommendation-follow-up": (
        "/beheer/aanbevelingen/1/opvolging/",
        NATIONAL_ADVISER,
        {**MISSING, "POST": 404},
    ),
    "publications:recommendation-move": ("/beheer/aanbevelingen/1/plaats/", NATIONAL_ADVISER, {"POST": 404}),
    "publications:recommendation-carry": ("/beheer/aanbevelingen/1/meenemen/", NATIONAL_ADVISER, {"POST": 404}),
    "publications:recommendation-remove": ("/beheer/aanbevelingen/1/weg/", NATIONAL_ADVISER, {"POST": 404}),
    "publications:staff-list": ("/beheer/publicaties/", POLICY, READ),
    "publications:freeze": ("/beheer/publicaties/vastleggen/", POLICY, FORM),
    "publications:protection": ("/beheer/publicaties/bescherming/", POLICY, READ),
    "publications:protection-table": ("/beheer/publicaties/bescherming/settled_by_unit/", POLICY, MISSING),
    "publications:ledger": ("/beheer/publicaties/verschenen/", POLICY, READ),
    "publications:checks": ("/beheer/publicaties/controles/", POLICY, READ),
    "publications:start-build": ("/beheer/publicaties/1999/bouwen/", POLICY, {"POST": 404}),
    "publications:restated": ("/beheer/publicaties/1999/herzien/2/", POLICY, MISSING),
    "publications:build": ("/beheer/publicaties/bouw/{build}/", POLICY, READ),
    "publications:build-progress": ("/beheer/publicaties/bouw/{build}/voortgang/", POLICY, READ),
    "publications:stop-build": ("/beheer/publicaties/bouw/{build}/stoppen/", POLICY, {"POST": 302}),
}
"""Name of the view: an address, who may open it, and what each method answers them (405 when not named). "(2)" is the
second address of a view that has two."""

FROM_THE_DATABASE = {"advisers:directory", "advisers:profile"}
"""Public pages of who is an adviser now: that stands nowhere else."""

SIGNED_IN_ALREADY = "accounts:sign-in"
KNOWS_THE_ROLE = {OWN_BODY: OFFICERS, OWN_DESK: ADVISERS}
"""Officers of the other body and another adviser hold the role, so the method is looked at before the object: 405 where
it is not taken."""


def every_view(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from every_view(pattern, inner)


@dataclass(frozen=True)
class House:
    """Everybody, with their keys, and one of everything."""

    people: dict[str, tuple[Account, bytes | None]]
    raised: Raised
    case: str
    build: Build
    file: str
    other_file: str
    entry: str
    page: str
    contact: str
    device: str

    def client(self, who: str) -> Client:
        client = Client()
        return client if who == ANONYMOUS else sign_in(client, *self.people[who])

    def address(self, text: str) -> str:
        return text.format(
            reference=self.raised.reference,
            case=self.case,
            build=self.build.pk,
            file=self.file,
            entry=self.entry,
            page=self.page,
            device=self.device,
            contact=self.contact,
        )


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> House:
    settings.VAR = tmp_path
    recovery = recovery_key()
    people: dict[str, tuple[Account, bytes | None]] = {role: (person(role, role), None) for role in ROLES}
    people |= {role: (person(role, role, unit="douane"), None) for role in OF_A_UNIT}
    people |= {NO_ROLE: (person("nieuw1"), None)}
    people |= {OIF: officer("staal", "oif", recovery), MIB: head("denkbeeld", "mib", recovery)}
    people |= {ADVISER: adviser("luister"), COLLEAGUE: adviser("gehoor")}
    raised, other = report("oif"), report("oif")
    build = Build.objects.create(year=1999, started_by="F. Fictie", status=Status.DONE)
    attached = attach(raised), attach(other)
    in_network(people[COLLEAGUE][0], is_listed=False)
    return House(people, raised, taken(raised, *people[OIF]), build, *attached, *kept(*people[ADVISER]))


def kept(account: Account, private: bytes | None) -> tuple[str, str, str, str]:
    """What this adviser keeps, who stands in the directory: the ids of an entry in the tally and of a page of the
    notebook, the reference of what somebody wrote to them, and the id of their phone."""
    desk, month = advisers.desk_of(account, private or b""), clock.today().isoformat()[:7]
    entry, page = Entry(year=clock.today().year), Page(destroy_after=clock.today())
    codes = {"unit": "douane", "category": "undesirable_conduct", "subcategory": "conduct_other"}
    seal_row(entry, EntryContent(month=month, accused="direct_manager", **codes), desk.private)
    seal_row(page, PageContent(title="verzonnen", month=month), desk.private)
    entry.save()
    page.save()
    phone = offline.add_device(desk=desk, device_id=uuid4(), name="telefoon")
    in_network(account, is_listed=True)
    return str(entry.pk), str(page.pk), report(desk.code).reference, str(phone.pk)


def in_network(account: Account, *, is_listed: bool) -> None:
    place = {"slug": account.username, "unit": "douane", "is_listed": is_listed}
    Adviser.objects.create(account=account, appointed_on=clock.today(), certification="lvv_registered", **place)


def report(body: str) -> Raised:
    identity = Identity(disclosure="anonymous")
    return services.raise_report(body=body, content=Content(story="verzonnen"), identity=identity, channel="site")


def taken(raised: Raised, account: Account, private: bytes | None) -> str:
    """The reference of the case of this report, that this officer handles."""
    opening.open_new(body="oif")
    case = Case.objects.get(report=raised.report_id)
    casework.take(desk=desk_of(account, "oif", private or b""), case=case, actor=account.username)
    return case.reference


def attach(raised: Raised) -> str:
    """A file that the reporter of this report sends; gives its id."""
    upload = files.store([b"verzonnen inhoud"], name="a.txt", kind="text/plain")
    mailbox = open_mailbox(Report.objects.get(pk=raised.report_id), raised.receipt.pair.private)
    services.write_as_reporter(mailbox=mailbox, text="hierbij", files=[upload])
    return str(SealedFile.objects.get(report=raised.report_id).pk)


def in_mailbox(raised: Raised) -> Client:
    client = Client()
    assert client.post("/postvak/", {"receipt": " ".join(raised.receipt.words)}).status_code == 302
    return client


def test_every_view_has_a_line() -> None:
    names = Counter(every_view(get_resolver()))
    assert names == Counter(name.removesuffix(" (2)") for name in LINES)


@pytest.mark.parametrize("who", WHO)
def test_each_view_and_method_for_each_person(house: House, who: str) -> None:
    wrong, cookies = [], house.client(who).cookies
    for place, (view, (text, allowed, answers)) in enumerate(LINES.items()):
        for method in tried(who, allowed, place):
            with transaction.atomic():
                client = Client()
                client.cookies = deepcopy(cookies)
                answer = client.generic(method, house.address(text))
                transaction.set_rollback(True)
            check_headers(answer.headers)
            if answer.status_code != (right := expected(view, who, method, allowed, answers)):
                wrong.append(f"{method} {view}: {answer.status_code}, and not {right}")
    assert wrong == []


def tried(who: str, allowed: frozenset[str], place: int) -> tuple[str, ...]:
    """Every method, for who is nobody and for whom the view was made. Of the others each is refused by their role,
    before any method is looked at: they read, they send, and each tries another of the rest, so that a view meets all
    of them."""
    if who == ANONYMOUS or (who in allowed and allowed is not EVERYONE):
        return METHODS
    return "GET", "POST", REST[(place + WHO.index(who)) % len(REST)]


def expected(view: str, who: str, method: str, allowed: frozenset[str], answers: Mapping[str, int]) -> int:
    if view == SIGNED_IN_ALREADY and who != ANONYMOUS:
        return 302 if method in answers else 405
    if who in allowed:
        return answers.get(method, 405)
    if who in KNOWS_THE_ROLE.get(allowed, ()):
        return 404 if method in answers else 405
    return 302 if who == ANONYMOUS else 404


def check_headers(headers: Mapping[str, str]) -> None:
    """WEB-3: on every answer, errors and redirects too."""
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]


OBJECT_ADDRESSES = ("", "bericht/", "melder/", "bestand/{file}/", "stap/acknowledge/", "persoon/", "notitie/")


@pytest.mark.parametrize("who", [who for who in WHO if who != OIF])
def test_a_case_of_another_body_is_not_there(house: House, who: str) -> None:
    """WBK-8: not for officers of another body, nor for any other role; and reading leaves no entry."""
    client = house.client(who)
    before = AuditEntry.objects.count()
    for rest in OBJECT_ADDRESSES:
        address = f"/beheer/zaken/{house.case}/{rest}".format(file=house.file)
        answers = {client.get(address).status_code, client.post(address, {"reason": "follow-up"}).status_code}
        assert answers <= ({302} if who == ANONYMOUS else {404, 405}), address
    assert AuditEntry.objects.count() == before
    if who == MIB:
        assert house.case not in client.get("/beheer/zaken/").content.decode()


def test_with_a_locked_key_the_case_leads_to_unlocking(house: House) -> None:
    account, _private = house.people[OIF]
    answer = sign_in(Client(), account).get(f"/beheer/zaken/{house.case}/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/beheer/ontgrendelen/")


def test_a_colleague_without_the_body_key_reads_nothing(house: House) -> None:
    """The role alone opens nothing: wall 1."""
    late = person("laat", Role.OFFICER, body="oif")
    answer = sign_in(Client(), late).get(f"/beheer/zaken/{house.case}/")
    assert answer.status_code != 200
    assert "verzonnen" not in answer.content.decode()


def test_a_file_of_another_report_is_not_there(house: House) -> None:
    """Neither for the officer through the wrong case, nor for another reporter."""
    address = f"/beheer/zaken/{house.case}/bestand/{house.other_file}/"
    assert house.client(OIF).get(address).status_code == 404
    assert in_mailbox(house.raised).get(f"/postvak/bestand/{house.other_file}/").status_code == 404
    assert in_mailbox(house.raised).get(f"/postvak/bestand/{house.file}/").status_code == 200


def test_a_receipt_opens_one_mailbox(house: House) -> None:
    """Also through the API: another report, a report that is not there and a receipt of nobody answer the same."""
    other = report("mib")
    headers = {"Authorization": f"Bearer {other.receipt.code}"}
    answers = [
        Client().get(f"/api/v1/reports/{reference}", headers=headers)
        for reference in (house.raised.reference, "00000-00000")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    posted = Client().generic("POST", f"/api/v1/reports/{house.raised.reference}/files", b"x", headers=headers)
    assert posted.status_code == 404
    assert house.raised.reference not in in_mailbox(other).get("/postvak/melding/").content.decode()


def test_a_mailbox_cookie_moved_to_another_browser_without_its_value_opens_nothing(house: House) -> None:
    client = in_mailbox(house.raised)
    name = next(name for name in client.cookies if "postvak" in name)
    thief = Client()
    thief.cookies[name] = client.cookies[name].value[:-2] + "AA"
    assert thief.get("/postvak/melding/").status_code == 302


def test_the_second_request_of_another_in_the_same_process_sees_nothing_of_the_first(house: House) -> None:
    """No state is kept between requests: officer, other officer, visitor, officer."""
    address = f"/beheer/zaken/{house.case}/"
    first, second, visitor = house.client(OIF), house.client(MIB), Client()
    for _ in range(2):
        assert first.get(address).status_code == 200
        assert second.get(address).status_code == 404
        assert visitor.get(address).status_code == 302
        assert visitor.get("/postvak/melding/").status_code == 302
    reporter = in_mailbox(house.raised)
    assert reporter.get("/postvak/melding/").status_code == 200
    assert visitor.get("/postvak/melding/").status_code == 302


def test_another_persons_session_and_passkey_stay(house: House) -> None:
    own, other = house.client(OIF), house.people[MIB][0]
    house.client(MIB)
    theirs = Session.objects.filter(account=other).first()
    passkey = Passkey.objects.get(account=other)
    assert theirs is not None
    own.post("/beheer/account/sessies/beeindigen/", {"session": theirs.pk, "handle": theirs.pk, "key": theirs.pk})
    own.post("/beheer/account/sessies/andere-beeindigen/")
    own.post(f"/beheer/account/passkeys/{passkey.pk}/verwijderen/")
    assert Session.objects.filter(pk=theirs.pk).exists()
    assert Passkey.objects.filter(pk=passkey.pk).exists()


def test_a_session_without_its_key_cookie_opens_nothing(house: House) -> None:
    """Neither half of an unlocked key is enough: the session alone, or the cookie in another session."""
    client = house.client(OIF)
    key_cookie = client.cookies[settings.KEY_COOKIE_NAME].value
    del client.cookies[settings.KEY_COOKIE_NAME]
    assert client.get(f"/beheer/zaken/{house.case}/").status_code == 302
    other = sign_in(Client(), person("laat", Role.OFFICER, body="oif"))
    other.cookies[settings.KEY_COOKIE_NAME] = key_cookie
    assert other.get(f"/beheer/zaken/{house.case}/").status_code != 200


def test_an_ended_role_opens_nothing_any_more(house: House) -> None:
    account, private = house.people[OIF]
    client = sign_in(Client(), account, private)
    account.grants.all().delete()
    assert client.get(f"/beheer/zaken/{house.case}/").status_code == 404


def test_a_person_without_roles_opens_no_staff_page_but_the_first() -> None:
    client = Client()
    client.force_login(person("nieuw"))
    answers = {
        address: client.get(address).status_code for address in ("/beheer/", "/beheer/publicaties/", "/beheer/logboek/")
    }
    assert answers == {"/beheer/": 200, "/beheer/publicaties/": 404, "/beheer/logboek/": 404}


def test_policy_allows_nothing_from_elsewhere() -> None:
    directives = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert directives.pop("default-src") == directives.pop("base-uri") == directives.pop("frame-ancestors") == "'none'"
    assert set(directives.values()) == {"'self'"}


def test_over_https_the_browser_is_told_to_stay_there(settings: Settings) -> None:
    settings.SECURE = True
    assert "max-age=63072000" in Client().get("/").headers["Strict-Transport-Security"]


def test_public_pages_set_no_cookie_and_read_no_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Nothing to follow a reader with: not even a session."""
    client = Client()
    public = {view for view, (_address, allowed, answers) in LINES.items() if allowed is EVERYONE and answers is READ}
    for view in FROM_THE_DATABASE & public:
        no_cookie(client, view)
    with django_assert_num_queries(0):
        for view in public - FROM_THE_DATABASE:
            no_cookie(client, view)


def no_cookie(client: Client, view: str) -> None:
    for address in (LINES[view][0], f"/en{LINES[view][0]}"):
        assert not client.get(address).cookies, view


def test_refusals_leave_no_trace_of_the_reader() -> None:
    before = AuditEntry.objects.count()
    Client().get("/beheer/publicaties/")
    assert AuditEntry.objects.count() == before


def test_the_cookies_of_a_deployment_belong_to_one_host() -> None:
    """``__Host-`` needs Secure, no Domain and the path / (RFC 6265bis); Django's defaults give the last
    two."""
    assert settings.SESSION_COOKIE_DOMAIN is None
    assert settings.SESSION_COOKIE_PATH == "/"
    assert settings.CSRF_COOKIE_DOMAIN is None
    assert settings.CSRF_COOKIE_PATH == "/"
    assert settings.CSRF_COOKIE_AGE is None
