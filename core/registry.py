"""Every kind of document by the collection it lives in: validators, verify, import and settings walk this list."""

from __future__ import annotations

from schemas.api_key import ApiKey
from schemas.appeal import Appeal
from schemas.attestation import Candidacy, Commission, Protocol, Sitting
from schemas.attorney import Attorney
from schemas.base import Document, Model
from schemas.blank import Blank, BlankCount, BlankMove, BlankPost
from schemas.calendar import Calendar
from schemas.career import Campaign, Employment
from schemas.closing import Closing
from schemas.concern import Concern
from schemas.consultation import Consultation
from schemas.correspondent import Correspondent
from schemas.credential import SigningKey
from schemas.criteria import Assessment
from schemas.curriculum import Curriculum
from schemas.data_request import DataRequest, UnitAnswer
from schemas.declaration import Declaration
from schemas.difference import Difference
from schemas.diploma import Diploma, DuplicateRequest
from schemas.discipline import Discipline, Programme
from schemas.elective import Elective
from schemas.exam import Exam
from schemas.extract import Extract
from schemas.file import File
from schemas.grade_sheet import GradeSheet
from schemas.hold import Clearance, Hold
from schemas.importing import Import, Preset
from schemas.indicator import Measurement
from schemas.instruction import Instruction, InstructionRead
from schemas.internal_audit import AuditProgramme, InternalAudit
from schemas.kinds import Kind
from schemas.letter import Dispatch, Letter
from schemas.look_paper import LookPaper
from schemas.management_review import ManagementReview
from schemas.mass_edit import MassEdit
from schemas.meeting import Meeting
from schemas.merge import Merge
from schemas.mobility import Mobility
from schemas.names import KeptName
from schemas.nomenclature import FileAct, FileYear, Folder
from schemas.norm_document import Acknowledgement, NormComment, NormCopy, NormDocument, NormVersion
from schemas.norm_permit import NormPermit
from schemas.order import Order
from schemas.order_form import OrderForms
from schemas.pack import Pack
from schemas.paper import Paper
from schemas.planned import Planned
from schemas.practice import Placement, Practice, PracticeBase
from schemas.promotion import Promotion
from schemas.proposal import Proposal
from schemas.quality import Nonconformity, Objective, Risk
from schemas.reconciliation import Exchange, Reconciliation
from schemas.reference import Department, Office, Person, Room
from schemas.report import Report
from schemas.restore_drill import RestoreDrill
from schemas.rollover import Rollover
from schemas.rulebook import Rulebook
from schemas.scan import Scan
from schemas.section import Formation, Section
from schemas.service_request import ServiceRequest
from schemas.stat_form import FilledForm
from schemas.student import Profile, Student, StudyProfile
from schemas.study_plan import Refusal, StudyPlan
from schemas.submission import Submission
from schemas.task import Approval, Task
from schemas.term import Term
from schemas.timetable import Deviation, Lesson, LessonCheck
from schemas.trail import TrailProtocol
from schemas.training import Training
from schemas.transcript import Transcript
from schemas.user import User
from schemas.view import View

MODELS: tuple[type[Document], ...] = (
    Reconciliation, Exchange, ApiKey,
    Student, Discipline, Programme, Term, Section, GradeSheet, Rulebook, Department, Person, Office, User, Transcript,
    Import, Preset, View, Kind, Paper, File, Scan, Task, Approval, Hold,
    Clearance, KeptName, Planned, Proposal, Merge, Curriculum, Calendar, Formation, StudyPlan, Refusal, Room, Lesson,
    LessonCheck, Deviation, Mobility, Rollover, Elective, Exam, Promotion, Appeal, Difference, Order, Extract,
    OrderForms, Commission, Candidacy, Sitting, Protocol,
    Blank, BlankMove, BlankPost, BlankCount, Diploma, DuplicateRequest, Measurement,
    SigningKey, NormDocument, NormVersion, NormComment, Acknowledgement, NormCopy, NormPermit, Closing,
    Objective, Nonconformity, Risk,
    AuditProgramme, InternalAudit, ManagementReview,
    Submission, Training, Declaration, Assessment,
    Concern, TrailProtocol, LookPaper,
    Meeting, Consultation, Campaign, Employment,
    MassEdit,
    Report,
    PracticeBase, Practice, Placement,
    DataRequest, UnitAnswer, Instruction, InstructionRead, Attorney, ServiceRequest,
    Correspondent, FileYear, Folder, FileAct, Letter, Dispatch,
    FilledForm, Pack, RestoreDrill,
)  # fmt: skip
REFERENCES: tuple[type[Document], ...] = (Department, Person, Programme, Discipline, Term, Room, Correspondent)


def model_of(collection: str) -> type[Document]:
    """The model of a collection; KeyError for one that no model describes."""
    return {m.collection: m for m in MODELS}[collection]


def described(of: str) -> type[Document] | None:
    """The document that holds fields of a described name (schemas.kinds.Target); None until such documents exist."""
    if of == "studies":
        return Student
    return next((m for m in MODELS if (m.described or m.collection) == of), None)


def inner_of(of: str) -> type[Model] | None:
    """The model whose fields they are: the card and the study of a student, else the document itself."""
    inner: dict[str, type[Model]] = {"students": Profile, "studies": StudyProfile}
    return inner.get(of) or described(of)
