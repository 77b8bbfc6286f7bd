"""What the invented institutions award to the invented learner: the content of `resources/samples`, and nothing of keys.

Two invented degrees are filled by it; resources/samples/SOURCE.md holds the table that the pathway files follow.
Every achievement id is a stable address under an invented `.example` domain.
"""

import struct
import sys
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.issuer_simulator import Issuer, baking, bodies

SEEN = datetime(2026, 5, 4, 8, tzinfo=UTC)
LEARNER_EMAIL = "lin.qiao@learner.example"
LETTERS = ["F", "E", "D", "C", "B", "A"]
GRADES_ZH = ["不及格", "及格", "中等", "良好", "优秀"]
STAGES = ["Beginning", "Developing", "Proficient", "Advanced"]
FRAMEWORK = "Open Data Skills"
SKILLS = {
    "ODS-STAT": ("Statistical reasoning", "统计推理"),
    "ODS-CODE": ("Programming with data", "数据编程"),
    "ODS-VIS": ("Data storytelling", "数据叙事"),
    "ODS-ETH": ("Responsible data use", "负责任地使用数据"),
    "ODS-OPS": ("Running data systems", "数据系统运维"),
}
NAMES = {
    "Northlight University": ("Northlight University", "北光大学"),
    "Harbourside Technical College": ("Harbourside Technical College", "港畔理工学院"),
    "Openloom Foundation": ("Openloom Foundation", "开织基金会"),
    "云岭大学": ("Yunling University", "云岭大学"),
    "星河职业技术学院": ("Xinghe Vocational and Technical College", "星河职业技术学院"),
}
COLOURS = {"northlight": (26, 84, 120), "openloom": (128, 60, 110), "yunling": (150, 48, 40)}


def day(text: str) -> datetime:
    """Return 09:00 UTC of an ISO date."""
    return datetime.fromisoformat(text).replace(hour=9, tzinfo=UTC)


@dataclass(frozen=True)
class Course:
    """One achievement: `code` ends its address; `credits` are in the unit of the institution's own country."""

    code: str
    name: str
    credits: int
    grade: str
    summary: str
    skill: str
    stage: str = ""
    kind: str = "Course"
    field_of_study: str = ""
    aligned_with: tuple[str, str, str] | None = None  # name, address, code of another institution's course


@dataclass
class Institutions:
    """The five that the trust pack names, and two that it does not."""

    northlight: Issuer
    harbourside: Issuer
    openloom: Issuer
    yunling: Issuer
    xinghe: Issuer
    chess_club: Issuer
    mill: Issuer
    all_known: tuple[Issuer, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.all_known = (self.northlight, self.harbourside, self.openloom, self.yunling, self.xinghe)


def make_institutions() -> Institutions:
    """Return all of them with fresh random keys: nothing they sign with is ever written down."""

    def institution(name: str, host: str, kind: str = "Ed25519", method: str = "web") -> Issuer:
        return Issuer(name, method=method, kind=kind, host=host, now=SEEN, seed=None)

    return Institutions(
        northlight=institution("Northlight University", "northlight.example"),
        harbourside=institution("Harbourside Technical College", "harbourside.example", "P-256"),
        openloom=institution("Openloom Foundation", "openloom.example", method="key"),
        yunling=institution("云岭大学", "yunling.example"),
        xinghe=institution("星河职业技术学院", "xinghe.example", "P-256"),
        chess_club=institution("Corner Chess Club", "chess-corner.example", method="key"),
        mill=institution("Northlight University", "diplomas-fast.example", method="key"),
    )


YEAR_1 = (
    Course(
        "dp-101",
        "Statistics for Practice",
        10,
        "B",
        "Describe, sample, estimate and test with real data.",
        "ODS-STAT",
        "Developing",
    ),
    Course(
        "dp-102", "Programming with Data", 10, "A", "Read, clean and reshape data in Python.", "ODS-CODE", "Proficient"
    ),
    Course("dp-103", "Data and Society", 10, "C", "Who is counted, who counts, and who decides.", "ODS-ETH"),
    Course(
        "dp-104", "Mathematics for Data", 10, "B", "Linear algebra and calculus as data work needs them.", "ODS-STAT"
    ),
    Course("dp-105", "Working with Databases", 10, "B", "Model, query and look after relational data.", "ODS-OPS"),
    Course(
        "dp-106", "Writing about Evidence", 10, "A", "Say what data show, and what they do not.", "ODS-VIS", "Beginning"
    ),
)
MACHINE_LEARNING = Course(
    "dp-201",
    "Machine Learning in Practice",
    10,
    "A",
    "Fit, compare and question predictive models.",
    "ODS-STAT",
    "Proficient",
)
VISUALISATION = Course(
    "dp-202", "Data Visualisation", 10, "B", "Charts that tell the truth at first sight.", "ODS-VIS", "Proficient"
)
RESEARCH = Course(
    "dp-203", "Research Methods", 10, "B", "Plan a study that can prove you wrong.", "ODS-STAT", "Advanced"
)
ETHICS = Course("dp-205", "Ethics of Data", 10, "D", "Consent, harm and duty in data work.", "ODS-ETH")
TEAM_PROJECT = Course("dp-206", "Team Project", 10, "A", "Half a year on a client's question.", "ODS-VIS", "Advanced")
HONOURS = Course("dp-301", "Final Project", 30, "A", "An independent work on one question.", "ODS-STAT", kind="Degree")

_NORTHLIGHT = "https://northlight.example/achievements"
CLOUD = Course(
    "cloud-data",
    "Cloud Data Systems",
    10,
    "B",
    "Build and run storage and pipelines that others rely on.",
    "ODS-OPS",
    "Proficient",
    aligned_with=("Cloud Data Systems (DP-204)", f"{_NORTHLIGHT}/dp-204", "DP-204"),
)
NETWORKS = Course(
    "networks", "Networks for Practitioners", 10, "C", "How data travel, and how to keep them safe.", "ODS-OPS"
)
SECURITY = Course(
    "information-security",
    "Information Security Certificate",
    5,
    "B",
    "Two years' certificate.",
    "ODS-OPS",
    kind="Certificate",
)
LABORATORY = Course(
    "laboratory-access",
    "Laboratory Access Licence",
    5,
    "C",
    "Work alone in the data laboratory.",
    "ODS-OPS",
    kind="License",
)
GEODATA = Course("geodata", "Maps and Geodata", 5, "A", "Place as a variable.", "ODS-VIS", kind="MicroCredential")
TEXT_MINING = Course(
    "text-mining", "Text Mining", 5, "B", "From documents to evidence.", "ODS-CODE", kind="MicroCredential"
)
PRIVACY = Course(
    "privacy", "Privacy by Design", 5, "C", "Collect less, protect the rest.", "ODS-ETH", kind="MicroCredential"
)
STORYTELLING = Course(
    "storytelling", "Stories with Data", 5, "B", "A talk that people remember.", "ODS-VIS", kind="MicroCredential"
)
OPEN_SCIENCE = Course(
    "open-science", "Open Science", 5, "B", "Share methods, data and doubts.", "ODS-ETH", kind="MicroCredential"
)
CHESS = Course(
    "club-champion", "Club Champion 2025", 0, "A", "Won the club's spring tournament.", "ODS-STAT", kind="Award"
)

LITERACY = Course(
    "sjsy-01", "数据素养导论", 2, "优秀", "认识数据、提出问题、读懂图表。", "ODS-STAT", "Developing", "MicroCredential"
)
PYTHON = Course(
    "sjsy-02",
    "Python 数据处理",
    3,
    "良好",
    "用 Python 清洗、整理和分析数据。",
    "ODS-CODE",
    "Proficient",
    "MicroCredential",
)
CHARTS = Course(
    "sjsy-03", "数据可视化基础", 2, "优秀", "让图表一目了然，又不误导人。", "ODS-VIS", "Proficient", "MicroCredential"
)
LAW = Course(
    "sjsy-04", "数据伦理与法规", 3, "良好", "个人信息保护与数据合规。", "ODS-ETH", "Developing", "MicroCredential"
)
PRACTICE = Course(
    "sjsy-21", "企业实践", 4, "优秀", "在企业完成一个真实的数据项目。", "ODS-OPS", "Proficient", "MicroCredential"
)
LABEL_BASIC = Course(
    "x-1", "数据标注职业技能等级证书（初级）", 2, "良好", "按规范完成图像与文本标注。", "ODS-OPS", kind="Certification"
)
LABEL_MIDDLE = Course(
    "x-2", "数据标注职业技能等级证书（中级）", 4, "优秀", "组织标注项目并控制质量。", "ODS-OPS", kind="Certification"
)
LABEL_HIGH = Course(
    "x-3", "数据标注职业技能等级证书（高级）", 6, "优秀", "设计标注体系并培训他人。", "ODS-OPS", kind="Certification"
)


def achievement_of(issuer: Issuer, course: Course) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the achievement as its institution describes it, and what the learner reached."""
    chinese = course.grade in GRADES_ZH
    language = {"inLanguage": "zh-CN"} if chinese else {}
    achieved = bodies.achievement(
        f"{issuer.url}/achievements/{course.code}",
        course.name,
        description=course.summary,
        achievementType=course.kind,
        humanCode=course.code.upper(),
        creator=issuer.profile,
        criteria={"narrative": _criteria(course, chinese)},
        alignment=_alignments(course, chinese),
        tag=[SKILLS[course.skill][chinese]],
        **language,
    )
    if course.credits:
        achieved["creditsAvailable"] = course.credits
    achieved, results = bodies.graded(achieved, course.grade, GRADES_ZH if chinese else LETTERS)
    if course.stage:
        _add_stage(achieved, results, course, chinese)
    return achieved, results


def _criteria(course: Course, chinese: bool) -> str:
    if chinese:
        return f"完成《{course.name}》全部学习任务并通过考核。"
    return f"Complete the work of “{course.name}” and pass its assessment."


def _alignments(course: Course, chinese: bool) -> list[dict[str, Any]]:
    skill = SKILLS[course.skill][chinese]
    found = [bodies.alignment(skill, f"https://frameworks.example/ods/{course.skill}", FRAMEWORK, course.skill)]
    if course.aligned_with:
        name, url, code = course.aligned_with
        found.append(bodies.alignment(name, url, "Northlight University", code))
    return found


def _add_stage(achieved: dict[str, Any], results: list[dict[str, Any]], course: Course, chinese: bool) -> None:
    """Growth in one skill is stated on one scale, in every credential that speaks of it."""
    skill = bodies.alignment(
        SKILLS[course.skill][chinese], f"https://frameworks.example/ods/{course.skill}", FRAMEWORK, course.skill
    )
    scale = {"id": f"{achieved['id']}/stage", "type": ["ResultDescription"], "name": SKILLS[course.skill][chinese]}
    scale |= {"resultType": "PerformanceLevel", "allowedValue": STAGES, "alignment": [skill]}
    achieved["resultDescription"].append(scale)
    results.append({"type": ["Result"], "resultDescription": scale["id"], "value": course.stage, "alignment": [skill]})


def picture(institution: str, code: str, size: int = 192) -> bytes:
    """Return a badge picture: a mosaic whose tiles vary with the course, in the institution's colour."""
    red, green, blue = COLOURS[institution]
    pattern = zlib.crc32(code.encode())
    tile = size // 8
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            column, row = x // tile, y // tile
            grout = x % tile < 2 or y % tile < 2
            mirrored = min(column, 7 - column) + 4 * min(row, 7 - row)
            light = 40 * ((pattern >> mirrored) & 1) + 14 * ((pattern >> (mirrored + 16) % 32) & 1)
            rows.extend((244, 240, 232) if grout else (red + light, green + light, blue + light))
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    body = baking.chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + baking.chunk(b"IEND", b"")
    return baking.SIGNATURE + baking.chunk(b"IHDR", header) + body
