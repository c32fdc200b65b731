"""The options `--config` and `--isolated`, which commands share, to configurations."""

from __future__ import annotations

import os
from typing import Any

import click

from hplint.api import Configurations, Selection, default_config, read_config


def configured(options: dict[str, Any], commands: Selection) -> Configurations:
    """Return what finds the configuration of each folder.

    Args:
        options: As click gives them.
        commands: What the command line selects.

    Raises:
        click.UsageError: Both options are given.
        ConfigError: The file of `--config` is wrong.
    """
    if options["config"] is not None:
        if options["isolated"]:
            raise click.UsageError("--config and --isolated exclude each other.")
        return Configurations(commands, read_config(options["config"], commands))
    if options["isolated"]:
        return Configurations(commands, default_config(os.getcwd(), commands), projects=None)
    return Configurations(commands)
