"""Write the page of the rules: `python -m pipeline.checks > docs/checks.md`."""

import sys

from pipeline.checks import RULES, rules_page

sys.stdout.write(rules_page(RULES))
