"""QPalette and the few style-sheet rules that Fusion cannot be talked into by a palette."""

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Tokens, mix

Role = QPalette.ColorRole


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette that Fusion draws with."""
    palette = QPalette()
    for role, colour in _roles(tokens).items():
        palette.setColor(role, QColor(colour))
    disabled = QColor(mix(tokens.ink3, tokens.window, 0.6))
    for role in (Role.Text, Role.WindowText, Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return palette


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, str]:
    return {
        Role.Window: tokens.window,
        Role.WindowText: tokens.ink,
        Role.Base: tokens.surface,
        Role.AlternateBase: tokens.window,
        Role.Text: tokens.ink,
        Role.PlaceholderText: tokens.ink3,
        Role.Button: tokens.raised,
        Role.ButtonText: tokens.ink,
        Role.BrightText: tokens.danger,
        Role.Highlight: tokens.accent,
        Role.HighlightedText: tokens.on_accent,
        Role.Accent: tokens.accent,
        Role.Link: tokens.accent,
        Role.LinkVisited: tokens.accent,
        Role.ToolTipBase: tokens.ink,
        Role.ToolTipText: tokens.window,
        Role.Mid: tokens.control_line,
        Role.Midlight: tokens.hairline,
        Role.Dark: tokens.control_line,
        Role.Light: tokens.raised,
        Role.Shadow: tokens.hairline,
    }


def style_sheet_of(tokens: Tokens, scale: float) -> str:
    """Return the rules for fields, menus, scroll bars and tips. Lengths grow with the text where the text is inside."""
    pad = round(9 * scale)
    hover = mix(tokens.ink, tokens.raised, 0.06)
    handle = mix(tokens.ink3, tokens.window, 0.32)
    return f"""
    QLineEdit, QPlainTextEdit, QSpinBox, QComboBox {{
        background: {tokens.surface}; color: {tokens.ink}; border: 1px solid {tokens.control_line};
        border-radius: 8px; padding: {round(7 * scale)}px {pad}px;
        selection-background-color: {tokens.accent}; selection-color: {tokens.on_accent};
    }}
    QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QComboBox:focus {{ border-color: {tokens.accent}; }}
    QLineEdit:disabled, QComboBox:disabled {{ color: {tokens.ink3}; border-color: {tokens.hairline}; }}
    QComboBox::drop-down {{ border: 0; width: {round(26 * scale)}px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox QAbstractItemView {{
        background: {tokens.raised}; color: {tokens.ink}; border: 1px solid {tokens.hairline}; border-radius: 8px;
        padding: 4px; outline: 0; selection-background-color: {tokens.accent_soft}; selection-color: {tokens.ink};
    }}
    QMenu {{ background: {tokens.raised}; color: {tokens.ink}; border: 1px solid {tokens.hairline}; padding: 6px; }}
    QMenu {{ icon-size: {round(16 * scale)}px; }}
    QMenu::item {{ padding: {round(7 * scale)}px {round(28 * scale)}px {round(7 * scale)}px {pad}px; border-radius: 6px; }}
    QMenu::item:selected {{ background: {tokens.accent_soft}; color: {tokens.ink}; }}
    QMenu::item:disabled {{ color: {tokens.ink3}; }}
    QMenu::separator {{ height: 1px; background: {tokens.hairline}; margin: 6px 8px; }}
    QMenu::icon {{ padding-left: 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {handle}; border-radius: 3px; margin: 3px; min-height: 36px; min-width: 36px; }}
    QScrollBar::handle:hover {{ background: {tokens.ink3}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QListView {{ background: transparent; border: 0; outline: 0; }}
    QListView#plain {{ background: {tokens.surface}; }}
    QScrollArea {{ background: transparent; border: 0; }}
    QPlainTextEdit#raw {{ background: {hover}; border-color: {tokens.hairline}; }}
    QProgressBar {{ background: {tokens.hairline}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ background: {tokens.accent}; border-radius: 3px; }}
    """
