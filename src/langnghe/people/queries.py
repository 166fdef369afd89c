"""Reading accounts, responsibilities and the vault."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from langnghe.bodies.models import Body
from langnghe.ground import encrypted
from langnghe.people.models import Contact, ContactLook, Responsibility, User


def look_up_contact(contact: Contact, *, by: User | None, reason: str) -> dict[str, str]:
    """
    Return a sender's details, after noting who looked and why.

    Raises `encrypted.Unreadable` where they were erased. Without `by` the installation itself looks,
    to send a notice.
    """
    with transaction.atomic():
        ContactLook.objects.create(contact=contact, by=by, reason=reason)
    return encrypted.unlock(contact.wrapped_key, contact.cipher)


def responsibilities_of(body_ids: "frozenset[int] | list[int]", *, on: date) -> QuerySet[Responsibility]:
    """Return who is in charge of what in these bodies on a day."""
    return (
        Responsibility.objects.on(on)
        .filter(body__in=body_ids)
        .select_related("body", "topic")
        .order_by("body__name", "officer_name")
    )


def bodies_without_anybody(body_ids: "frozenset[int] | list[int]", *, on: date) -> QuerySet[Body]:
    """Return those of these bodies that exist on a day and have nobody in charge."""
    in_charge = Responsibility.objects.on(on).filter(body=OuterRef("pk"))
    return Body.objects.on(on).filter(~Exists(in_charge), pk__in=body_ids).select_related("area")
