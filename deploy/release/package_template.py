"""Writes template.yaml as it is published: with the code of each function in a bucket of the region, in place of a folder.

    python package_template.py TEMPLATE VERSION BUCKET

The code must be in the region of the stack (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html),
so the buckets are BUCKET-us-east-2 and so on.
"""

import pathlib
import re
import sys

BUILD = re.compile(r"^      (BuildMethod|ContextPath|WorkingDirectory|ProjectRootDirectory):.*\n", re.MULTILINE)
CODE = re.compile(r"^      CodeUri: functions/(\w+)/target/function$", re.MULTILINE)


def package(template, version, bucket):
    def code(match):
        return f"""      CodeUri:
        Bucket: !Sub "{bucket}-${{AWS::Region}}"
        Key: !Sub ["slash80/{version}/{match[1]}-{version}-${{Package}}.zip", {{Package: !If [IsNative, !Sub "native-${{Architecture}}", java25]}}]"""

    packaged, functions = CODE.subn(code, BUILD.sub("", template))
    if functions != template.count("Type: AWS::Serverless::Function"):
        sys.exit(f"expected the CodeUri of each function to be functions/MODULE/target/function, found {functions} such lines")
    # A Metadata without a line in it is no map.
    return re.sub(r"^    Metadata:\n(?=    \w)", "", packaged, flags=re.MULTILINE)


if __name__ == "__main__":
    file, version, bucket = sys.argv[1:]
    sys.stdout.write(package(pathlib.Path(file).read_text(), version, bucket))
