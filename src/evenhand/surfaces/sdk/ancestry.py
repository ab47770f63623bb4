"""Where things come from."""

from pathlib import Path

from evenhand.lifecycle.data.lineage import Lineage
from evenhand.surfaces.sdk.opening import Folder, read, settings_for
from evenhand.workflows.dataset import lineage as tracing


def lineage(name: str, *, svg: str | Path | None = None, workspace: Folder = None) -> Lineage:
    """From the sources to the places of use: the graph around a column, a dataset, a version or a prediction.

    Args:
        name: ``people@2/age`` or ``age``, ``dataset:people@2``, ``loan@1``, or the id of a prediction.
        svg: write the picture there too.
        workspace: where; from the current folder upwards when left out.

    Raises:
        NotFound: nothing is called so.
    """
    from evenhand.wiring.lineage import find_prediction
    from evenhand.wiring.user_file import require_writable, write_file

    if svg is not None:
        require_writable(Path(svg), replace=True)
    with read(workspace) as place:
        settings = settings_for(workspace)
        graph = tracing.lineage(place, name, find=lambda named: find_prediction(place, settings, named))
    if svg is not None:
        from evenhand.surfaces.report.flow import flow_svg

        write_file(Path(svg), flow_svg(graph).encode(), replace=True)
    return graph
