"""PDF, Word and Excel files made for the tests, with what real ones have: running heads, columns, tables, notes."""

import io
from typing import Any

import docx
import openpyxl
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

STYLES = getSampleStyleSheet()
SAID = (
    "Nous écrivons comme nous parlons : simplement, sans jargon, avec chaleur. Une phrase dit une chose, et une seule "
    "à la fois, pour que chacun comprenne dès la première lecture. "
)


def paragraph(text: str, style: str = "BodyText") -> Any:
    return Paragraph(text, STYLES[style])


def bullets(*items: str) -> Any:
    return ListFlowable([ListItem(paragraph(item)) for item in items], bulletType="bullet")


def steps(*items: str) -> Any:
    return ListFlowable([ListItem(paragraph(item)) for item in items], bulletType="1")


class _Guide(BaseDocTemplate):
    """Headings of the styles Heading1 and Heading2 become bookmarks when `bookmarked`."""

    bookmarked = False

    def afterFlowable(self, flowable: Any) -> None:
        level = {"Heading1": 0, "Heading2": 1}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if self.bookmarked and level is not None:
            key = f"k{self.page}-{id(flowable)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level)


def pdf(story: list[Any], *, columns: int = 1, bookmarked: bool = False, head: str = "", secret: str = "") -> bytes:
    """A PDF of this story, with a running head and page numbers when `head` is given."""
    out = io.BytesIO()
    width, height = A4

    def furnish(canvas: Any, document: Any) -> None:
        if head:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(20 * mm, height - 12 * mm, head)
            canvas.drawRightString(width - 20 * mm, 10 * mm, f"Page {document.page}")

    document = _Guide(out, pagesize=A4, encrypt=secret or None, lang="fr-CA")
    document.bookmarked = bookmarked
    wide = (width - 40 * mm) / columns
    frames = [Frame(20 * mm + wide * place, 20 * mm, wide - 6, height - 45 * mm) for place in range(columns)]
    document.addPageTemplates([PageTemplate("all", frames, onPage=furnish)])
    document.build([NextPageTemplate("all"), *story])
    return out.getvalue()


def guide_pdf(*, bookmarked: bool = False, columns: int = 1, pages: int = 4) -> bytes:
    """A style guide of a chapter a page: body, list, numbered list, table."""
    story: list[Any] = []
    for number in range(1, pages + 1):
        story += [
            paragraph(f"{number}. Le ton de voix", "Heading1"),
            paragraph(SAID * 3),
            paragraph("À faire", "Heading2"),
            bullets(
                "Dire « tu », toujours, même fâché, et même quand la réponse prend plus d'une ligne dans le document.",
                f"Signer du prénom {number}.",
            ),
            steps("Lire", "Répondre"),
            paragraph("Les mots", "Heading2"),
            Table(
                [
                    ["Terme", "Dire", "Ne pas dire"],
                    ["Café", "café de spécialité", "kawa"],
                    ["Client", paragraph("personne, client ou cliente selon le cas, jamais usager"), "usager"],
                ]
            ),
            PageBreak(),
        ]
    return pdf(story, bookmarked=bookmarked, columns=columns, head="Guide de marque 2026")


def scanned_pdf(pages: int = 2, text: str = "") -> bytes:
    """Pages that are pictures; with `text` the first one is not."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    if text:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    for _ in range(pages):
        picture = io.BytesIO()
        Image.new("L", (60, 80), 220).save(picture, "PNG")
        picture.seek(0)
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def word(build: Any) -> bytes:
    """A Word file that `build` fills."""
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page_break_seen(paragraph: Any) -> None:
    """What Word writes at the beginning of a paragraph that it laid out on a new page."""
    paragraph.runs[0]._r.insert(0, OxmlElement("w:lastRenderedPageBreak"))


def hyperlink(document: Any, paragraph: Any, text: str, address: str) -> None:
    """A link in a paragraph, as Word writes one."""
    relation = document.part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    said = OxmlElement("w:t")
    said.text = text
    run.append(said)
    link.append(run)
    paragraph._p.append(link)


def footnote(document: Any, paragraph: Any, text: str) -> None:
    """A footnote at the end of a paragraph."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="1">'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "1")
    paragraph.runs[-1]._r.append(mark)


def text_box(paragraph: Any, text: str) -> None:
    """A text box, which Word writes twice: for itself and for older readers."""
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    names = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(
        parse_xml(
            f'<w:r {names}><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def tracked(paragraph: Any, deleted: str, inserted: str) -> None:
    """A correction that a reviewer made and nobody accepted yet."""
    paragraph._p.append(
        parse_xml(
            f"<w:del {nsdecls('w')}><w:r><w:delText>{deleted}</w:delText></w:r></w:del>",
        )
    )
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>{inserted}</w:t></w:r></w:ins>"))


def workbook(**sheets: list[list[object]]) -> bytes:
    """An Excel file of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
