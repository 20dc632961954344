"""No module imports itself by way of others, imports for type hints included."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


def test_no_module_imports_itself_by_way_of_others() -> None:
    # Grimp counts imports under TYPE_CHECKING unless it is asked not to.
    graph = grimp.build_graph("domain", "projections", "service", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    try:
        TopologicalSorter(imports).prepare()
    except CycleError as cycle:
        pytest.fail(" imports ".join(reversed(cycle.args[1])))
