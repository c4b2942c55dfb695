"""A plain element of HTML with text and attributes, for all that needs no widget."""

from __future__ import annotations

from nicegui.elements.mixins.text_element import TextElement


class Tag(TextElement):
    """An element by its tag; a name such as `aria_label` stands for the attribute `aria-label`."""

    def __init__(self, tag: str, text: str = "", classes: str = "", **attributes: str | bool) -> None:
        super().__init__(tag=tag, text=text)
        self.classes(classes)
        self.set(**attributes)

    def set(self, **attributes: str | bool) -> None:
        """Give attributes other values; True is an attribute without a value, False none at all."""
        for name, value in attributes.items():
            key = name.rstrip("_").replace("_", "-")
            if value is False:
                self.props.pop(key, None)
            elif self.props.get(key) != value:
                self.props[key] = value
