"""Accounts and rights of staff, who is in charge of what, and the vault of residents' contact details."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from langnghe.bodies.models import Body
from langnghe.ground import encrypted
from langnghe.ground.append_only import AppendOnly
from langnghe.ground.dated import Dated
from langnghe.ground.moments import recorded_at_field
from langnghe.topics.models import Topic


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an e-mail address is never needed."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password it cannot sign in."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """
    A member of staff. Residents never have accounts.

    What a person may do is decided by `RoleGrant` alone (`rights`). Django has groups for Wagtail, who
    asks them; a superuser, above all rights, cannot exist.
    """

    username = models.CharField(_("user name"), max_length=80, unique=True)
    full_name = models.CharField(_("full name"), max_length=160)
    title = models.CharField(_("office held"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=10, default="vi")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = recorded_at_field()

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("member of staff")
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="people_user_none_above_the_rights")
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return the name as it stands on papers."""
        return self.full_name


class Role(models.TextChoices):
    """What a person may do in a body and all bodies below it; `rights.ACTIONS_OF` lists the actions."""

    READER = "reader", _("reader")
    OFFICER = "officer", _("officer")
    LEADER = "leader", _("leader")
    ANALYST = "analyst", _("analyst")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


class RoleGrant(Dated):
    """A role of a person in a body and everything below it, for all topics or one branch of the tree."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="grants")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT)
    granted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Responsibility(Dated):
    """Who in a body is in charge of which work: public, so that people know whom to ask."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="responsibilities")
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )
    officer_name = models.CharField(max_length=160)  # an official in office, never a resident
    title = models.CharField(max_length=160, blank=True)
    office_telephone = models.CharField(max_length=40, blank=True)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT)
    work = models.CharField(max_length=300, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")


class Contact(models.Model):
    """
    How one sender can be reached, encrypted with a key of its own.

    One row per report, never shared between reports: nothing here can answer
    “what else did this person say?”.
    """

    wrapped_key = models.BinaryField(null=True, editable=False)
    cipher = models.BinaryField(editable=False)
    has_email = models.BooleanField(default=False)
    has_telephone = models.BooleanField(default=False)
    hidden_from_office = models.BooleanField(default=False)
    recorded_at = recorded_at_field()
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("sender's details (confidential)")

    @classmethod
    def locked(
        cls, *, name: str = "", telephone: str = "", email: str = "", hidden_from_office: bool = False
    ) -> "Contact":
        """Return an unsaved contact that holds these details encrypted."""
        details = {"name": name, "telephone": telephone, "email": email}
        wrapped_key, cipher = encrypted.lock({key: value for key, value in details.items() if value})
        return cls(
            wrapped_key=wrapped_key,
            cipher=cipher,
            has_email=bool(email),
            has_telephone=bool(telephone),
            hidden_from_office=hidden_from_office,
        )


class ContactLook(AppendOnly):
    """Each look at a sender's details: who, when, why."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="looks")
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT
    )  # empty: the installation, to send a notice
    reason = models.CharField(max_length=300)


class ContactToken(models.Model):
    """How many reports came with one contact this week, against flooding: a count, no identity."""

    token = models.BinaryField(unique=True)  # keyed hash; its key changes each week
    week = models.DateField()
    reports = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(reports__gte=0), name="people_token_counts_up")]
