"""Generate the JSON Schema of scheme files, for editors: ``python -m tools.scheme_schema``; a test compares them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from sweval.domain.scheme.scheme import Scheme

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "params" / "schemes" / "scheme.schema.json"


def document() -> str:
    """The schema as JSON text."""
    schema: dict[str, Any] = TypeAdapter(Scheme).json_schema()
    for definition in schema["$defs"].values():
        kind = definition.get("properties", {}).get("kind", {})
        # A leaf rule must state its kind, even where there is a default.
        if "const" in kind and "kind" not in definition.get("required", []):
            definition["required"] = ["kind", *definition.get("required", [])]
        kind.pop("default", None)
    schema["properties"]["schema"] = {"enum": ["1", 1]}
    top = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "sweval scheme", **schema}
    return json.dumps(top, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def main() -> int:
    """Write the file."""
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
