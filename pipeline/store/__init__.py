"""The only reader and writer of files: whole or not at all.

Read `Project` first: it finds, lists, reads and saves. `Staging` collects a site and puts it in
place in one step. Everything that changes the disk goes through one `Disk`, so that tests can stop
it at any point.
"""

from pipeline.store.disk import Disk, NoExchange
from pipeline.store.generations import Generations
from pipeline.store.listing import RESERVED, Files, Found, Sources, address_of
from pipeline.store.outside import FolderSite, read_outside
from pipeline.store.previous import PreviousPublication
from pipeline.store.problems import Busy, Changed, shown
from pipeline.store.project import WORKING, Project, find_project
from pipeline.store.reading import decode
from pipeline.store.record import SUMS, parse_sums
from pipeline.store.saving import Change
from pipeline.store.staging import Published, Staging
from pipeline.store.writing import write_outside

__all__ = [
    "RESERVED",
    "SUMS",
    "WORKING",
    "Busy",
    "Change",
    "Changed",
    "Disk",
    "Files",
    "FolderSite",
    "Found",
    "Generations",
    "NoExchange",
    "PreviousPublication",
    "Project",
    "Published",
    "Sources",
    "Staging",
    "address_of",
    "decode",
    "find_project",
    "parse_sums",
    "read_outside",
    "shown",
    "write_outside",
]
