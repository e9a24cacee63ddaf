"""Prints what a native executable registers for use at run time, sorted: python3 native_entries.py FUNCTION.jar LIBRARY_FOLDER

One line for each type with reflection (and what of it), resource, bundle and proxy, of the function's jar, which holds those of
Quarkus and of application.properties, and of each library that brings some.
"""

import json
import pathlib
import re
import sys
import zipfile


def parts(entry):
    """`methods` for all methods of a type, `fields: a, b` for some."""
    return "; ".join(
        key if value is True else f"{key}: {', '.join(sorted(item['name'] for item in value))}"
        for key, value in sorted(entry.items()) if key not in ("name", "condition") and value
    )


def lines(kind, content):
    if kind == "reflect-config":
        yield from (f"reflection {entry['name']} ({parts(entry) or 'nothing but the type'})" for entry in content)
    elif kind == "resource-config":
        resources = content.get("resources", {})
        included = resources.get("includes", []) if isinstance(resources, dict) else resources
        yield from (f"resource {entry['pattern']}" for entry in included)
        yield from (f"bundle {entry['name']}" for entry in content.get("bundles", []))
    elif content and content != {"types": [], "lambdaCapturingTypes": []}:
        yield f"{kind} {json.dumps(content, sort_keys=True)}"


def of(jar):
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            kind = pathlib.PurePath(name)
            if name.startswith("META-INF/native-image/") and kind.suffix == ".json":
                yield from lines(kind.stem, json.loads(archive.read(name)))
            elif name.startswith("META-INF/native-image/") and kind.name == "native-image.properties":
                text = archive.read(name).decode()
                yield from (f"argument {line.strip()}" for line in text.splitlines() if line.startswith("Args"))


def main():
    function, libraries = sys.argv[1:]
    found = {f"function: {line}" for line in of(function)}
    for jar in pathlib.Path(libraries).glob("*.jar"):
        name = re.sub(r"-\d[\w.]*(-SNAPSHOT)?\.jar$", "", jar.name)  # a new version alone is no difference
        found |= {f"{name}: {line}" for line in of(jar)}
    print("\n".join(sorted(found)))


main()
