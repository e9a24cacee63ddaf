"""The AWS CLI's own parser: reads a command, and sends nothing."""

import contextlib
import functools
import io
import os

import awscli.clidriver
import botocore.awsrequest

# The AWS CLI must not find the credentials of the person who runs the tests.
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-2",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}

LOADER = awscli.clidriver.create_clidriver().session.get_component("data_loader")


@functools.cache
def parse(words):
    """The operation and its parameters, as the AWS CLI would send them. It stops before it sends, and before it asks for credentials."""
    calls = []
    driver = awscli.clidriver.create_clidriver()  # keeps what one command changed, so each has its own
    driver.session.register_component("data_loader", LOADER)
    driver.session.register("provide-client-params.*.*", lambda params, **_: calls.append(params))

    def stop(model, **_):
        calls.append(model)
        return botocore.awsrequest.AWSResponse("", 200, {}, None), {}

    driver.session.register("before-call.*.*", stop)
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        try:
            code = driver.main(list(words))
        except SystemExit as exit:
            code = exit.code
    if code or len(calls) != 2:
        raise AssertionError(f"the AWS CLI ended with {code} on {words}: {said.getvalue()[-500:]}")
    parameters, operation = calls
    return operation, parameters
