"""Write the page of the rules: `python -m pipeline.site.validate > docs/validation.md`."""

import sys

from pipeline.site.validate import SITE_RULES, rules_page

sys.stdout.write(rules_page(SITE_RULES))
