"""Reading accounts, responsibilities and the vault."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from langnghe.bodies.models import Body
from langnghe.bodies.succession import Heirs, heirs_after
from langnghe.ground import encrypted
from langnghe.people.models import Contact, ContactLook, Responsibility, Role, RoleGrant, User
from langnghe.people.rights import Action, scope_of
from langnghe.places.decrees import Decree, Touched, still_there, touched


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


def in_charge_with_address(body: Body, *, on: date) -> list[User]:
    """Return who is in charge of work in a body, may record it there, and has an e-mail address."""
    in_charge = Responsibility.objects.on(on).filter(body=body, user__is_active=True)
    users = User.objects.filter(pk__in=in_charge.values("user")).exclude(email="").order_by("pk")
    return [user for user in users if body.pk in scope_of(user, on=on).bodies(Action.RECORD_WORK)]


def bodies_written_for(user: User, *, on: date) -> QuerySet[Body]:
    """Return the bodies in which this person has the role of an editor on a day."""
    granted = RoleGrant.objects.on(on).filter(user=user, role=Role.EDITOR, body=OuterRef("pk"))
    return Body.objects.on(on).filter(Exists(granted)).order_by("name", "pk")


def bodies_without_anybody(body_ids: "frozenset[int] | list[int]", *, on: date) -> QuerySet[Body]:
    """Return those of these bodies that exist on a day and have nobody in charge."""
    in_charge = Responsibility.objects.on(on).filter(body=OuterRef("pk"))
    return Body.objects.on(on).filter(~Exists(in_charge), pk__in=body_ids).select_related("area")


def touched_by(decree: Decree, *, at_most: int | None = None) -> list[Touched]:
    """Return the roles and responsibilities in bodies whose areas ended by `decree`."""
    heirs = heirs_after(decree)

    return [
        touched(
            _("Roles of staff"),
            grants_left(heirs),
            lambda grant: heirs.line(
                f"{grant.user}: {grant.get_role_display()}", grant.body, heirs.of(grant.body_id)
            ),
            at_most=at_most,
        ),
        touched(
            _("Responsibilities"),
            responsibilities_left(heirs),
            lambda held: heirs.line(
                ": ".join(filter(None, [held.officer_name, held.work])), held.body, heirs.of(held.body_id)
            ),
            at_most=at_most,
        ),
    ]


def grants_left(heirs: Heirs) -> QuerySet[RoleGrant]:
    """Return the roles that still hold in bodies whose areas ended."""
    left = still_there(RoleGrant.objects.filter(body__in=heirs.ended), heirs.decree)
    return left.select_related("user", "body").order_by("body__slug", "pk")


def responsibilities_left(heirs: Heirs) -> QuerySet[Responsibility]:
    """Return the responsibilities that still hold in bodies whose areas ended."""
    left = still_there(Responsibility.objects.filter(body__in=heirs.ended), heirs.decree)
    return left.select_related("body").order_by("body__slug", "pk")


def own_bodies(user: User, action: Action, *, on: date) -> QuerySet[Body]:
    """Return the bodies in which this person has a role of their own, where they may do this."""
    may = scope_of(user).bodies(action)
    granted = Body.objects.on(on).filter(grants__user=user, grants__withdrawn_at=None, pk__in=may)
    return granted.select_related("area").distinct().order_by("name")
