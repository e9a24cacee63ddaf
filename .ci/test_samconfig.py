"""Tests that the answers to `sam deploy --guided` go to samconfig.toml, which Git ignores, and not to samconfig.yaml, which it tracks.

Runs with SAM's own Python. The bucket that sam would create first is taken as created, and the deployment after it is not run.
"""

import os
import pathlib
import shutil
import tempfile
import unittest
from unittest import mock

from click.testing import CliRunner
from samcli.cli.main import cli

PROJECT = pathlib.Path(__file__).resolve().parent.parent
TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Email: {Type: String, Default: ""}}
Resources: {Alerts: {Type: AWS::SNS::Topic}}
"""
EMAIL = "somebody@example.com"


class Guided(unittest.TestCase):
    def test_saves_the_answers_beside_the_defaults(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"AWS_DEFAULT_REGION": "us-east-2", "SAM_CLI_TELEMETRY": "0"}):
            here = os.getcwd()
            self.addCleanup(os.chdir, here)
            os.chdir(folder)
            shutil.copy(PROJECT / "samconfig.yaml", folder)
            pathlib.Path("template.yaml").write_text(TEMPLATE)
            # stack, region, Email; then the default of every question
            with mock.patch("samcli.commands.deploy.guided_context.manage_stack", return_value="bucket"), \
                    mock.patch("samcli.commands.deploy.guided_context.print_managed_s3_bucket_info"), \
                    mock.patch("samcli.commands.deploy.guided_context.GuidedContext.prompt_image_repository", return_value={}), \
                    mock.patch("samcli.commands.package.package_context.PackageContext.run", side_effect=SystemExit(0)):
                run = CliRunner().invoke(cli, ["deploy", "--guided"], input=f"\n\n{EMAIL}\n\n\n\n\n\n\n")
            os.chdir(here)
            self.assertIn("Stack Name [slash80]", run.output)
            self.assertIn("Saved arguments to config file", run.output, run.output)
            self.assertIn(EMAIL, pathlib.Path(folder, "samconfig.toml").read_text())
            self.assertEqual((PROJECT / "samconfig.yaml").read_text(), pathlib.Path(folder, "samconfig.yaml").read_text())

    def test_git_ignores_the_file_of_the_answers(self):
        self.assertIn("samconfig.toml", (PROJECT / ".gitignore").read_text().splitlines())


if __name__ == "__main__":
    unittest.main()
