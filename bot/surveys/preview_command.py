"""`otklik survey preview`: each card in plain text, as it will look on each platform."""

from collections.abc import Iterator
from pathlib import Path

from bot.settings.model import Surveys
from bot.surveys.card_words import Caption, drawn
from bot.surveys.check_command import Report, judged, report
from bot.surveys.questionnaire_file import NoQuestionnaire, shown, text_of
from bot.texts import Texts
from handlers.conversation import Words
from surveys.preview import Sheet, preview
from surveys.questionnaire import Questionnaire
from surveys.screen import SCREENS


def previewed(file: Path, settings: Surveys, own_texts: Path | None = None) -> Report:
    """All cards of the questionnaire in this file; of a faulty one the faults instead.

    `own_texts` is the folder of the authority's own wording.
    """
    texts = Texts(own_texts, strict=False)
    try:
        found = judged(text_of(file, texts), settings)
    except NoQuestionnaire as why:
        return Report(str(why), usable=False)
    if found.questionnaire is None or not found.usable:
        return Report("\n".join(report(found, shown(file), texts)), usable=False)
    return Report("\n".join(lines(found.questionnaire, texts)), usable=True)


def lines(questionnaire: Questionnaire, texts: Texts) -> Iterator[str]:
    """The preview line by line, platform after platform."""
    for platform, screen in SCREENS.items():
        yield texts.plain(Words("survey-preview-platform", {"platform": platform})).upper()
        for number, sheet in enumerate(preview(questionnaire, screen), start=1):
            yield ""
            yield f"--- {texts.plain(_heading(sheet, number))}"
            yield from _sheet(sheet, texts)
        yield ""


def _heading(sheet: Sheet, number: int) -> Words:
    if not sheet.code:
        return Words("survey-preview-card", {"number": number})
    args: dict[str, str | int] = {"number": number, "code": sheet.code}
    if sheet.pages == 1:
        return Words("survey-preview-question", args)
    return Words("survey-preview-page", args | {"page": sheet.page, "pages": sheet.pages})


def _sheet(sheet: Sheet, texts: Texts) -> Iterator[str]:
    if sheet.after:
        args = {"after": sheet.after, "answers": ", ".join(f"«{text}»" for text in sheet.answers)}
        yield f"    ({texts.plain(Words('survey-preview-when', args))})"
    seen = drawn(sheet.card, texts)
    yield seen.content.text
    if seen.rows:
        yield ""
    for row in seen.rows:
        yield "  ".join(_button(caption, texts) for caption in row)


def _button(caption: Caption, texts: Texts) -> str:
    return texts.plain(Words("survey-preview-button", {"caption": caption.text}))
