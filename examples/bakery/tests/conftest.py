"""Makes the modules of the example importable, wherever pytest was started."""

import sys
from pathlib import Path

BAKERY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BAKERY))
sys.path.insert(0, str(BAKERY / "tests"))
