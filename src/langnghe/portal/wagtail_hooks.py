"""What Wagtail shows our editors: its menu without what they cannot use."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

_SHOWN = ("explorer", "images", "documents")


@hooks.register("construct_main_menu")
def keep_pages_and_pictures(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave what editors use in the menu; help and reports would lead to the project's own pages."""
    menu_items[:] = [item for item in menu_items if item.name in _SHOWN]


@hooks.register("construct_page_action_menu")
def keep_no_locks(menu_items: list[MenuItem], request: HttpRequest, context: dict) -> None:
    """Offer what an editor does: save, publish, take back."""
    menu_items[:] = [item for item in menu_items if item.name != "action-lock"]


@hooks.register("construct_homepage_panels")
def keep_own_panels(request: HttpRequest, panels: list) -> None:
    """Show the latest own edits alone."""
    panels[:] = [panel for panel in panels if panel.name in ("user_objects_in_workflow", "recent_edits")]
