"""Commands for whoever doubts a report: is it the one that was published, and do the inputs give it?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sweval.cli.shared import FAILED, find_root, option, refusing


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="目录")
@option("--digest", "摘要", "另行公布的摘要 / the digest that was published elsewhere.", default="")
@refusing
def verify(folder: Path, digest: str) -> None:
    """核对报告是否被改动，并由数据重新得出 / Verify reports: their digests, and that the inputs give them."""
    from sweval.batch.publish import MANIFEST, edition_digest, root_digest
    from sweval.batch.verifying import verify as problems

    wrong = 0
    for one in problems(find_root(), folder.resolve(), digest):
        wrong += 1
        click.secho(str(one), err=True, fg="red")
    found = root_digest(folder) if (folder / MANIFEST).is_file() else edition_digest(folder)
    if wrong:
        click.echo(f"{folder}：{wrong}处不符，摘要{found}")
        sys.exit(FAILED)
    held = "与所给摘要一致" if digest else "没有给出另行公布的摘要，只能说明与现有数据一致"
    click.echo(f"{folder}：没有不符，{held}；摘要{found}")


@click.command()
@refusing
def key() -> None:
    """给项目一个核对密钥 / Give the project the key its reports' codes are made with."""
    from sweval.intake.project_key import KEY, NAME, make_key

    root = find_root()
    if make_key(root):
        click.echo(f"已写入 {KEY.as_posix()}；请备份，同一项目始终用这一把，不要随报告交出，也不要放进版本库")
        click.echo(f"它的编号写在 {NAME.as_posix()}，可以放进版本库：缺了密钥的副本据此知道应有密钥")
    else:
        click.echo(f"已有 {KEY.as_posix()}，没有改动")
