"""What each side has itself put forward on an issue, and where the two ranges meet.

Pandas in, pandas out; nothing is drawn here. On every scale 0 is the declared maximum of Ukraine and 4 that of Russia.
A step that a side has itself declared counts as not excluded by it, and so does every step nearer to its own maximum:
who proposes a truce of three days does not exclude one of thirty. So Ukraine's range runs from 0 to its highest
declared step, and Russia's from its lowest to 4. Reports of what a side would accept are left out.
"""

from __future__ import annotations

import pandas as pd

SIDES = ("ukraine", "russia")
COLUMNS = ("issue_id", "ukraine_reach", "ukraine_position", "ukraine_latest", "russia_reach", "russia_position", "russia_latest", "gap", "gap_latest")


def declared(positions: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """The coded positions that the two sides declared themselves in a period, in the order of their days."""
    kept = positions["actor_id"].isin(SIDES) & (positions["position_type"] == "declared") & positions["stance_code"].notna()
    found = positions[kept & (positions["date_first"] >= since) & (positions["date_last"] <= until)]
    return found.sort_values(["date_last", "position_id"], kind="stable").reset_index(drop=True)


def ranges(positions: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """For each issue how far each side has gone towards the other, and the steps that lie between them.

    Args:
        positions: the table ``positions`` as ``record.load`` gives it.
        since, until: first and last day of the declarations that count.

    Returns:
        One row per issue on which both sides have a coded declaration, with the columns of ``COLUMNS``:
        ``ukraine_reach`` (its highest step) and ``russia_reach`` (its lowest), each with the position that carries it
        (the latest if several do), the step of each side's latest declaration, ``gap`` (``russia_reach`` less
        ``ukraine_reach``: 1 and more means that no step is open to both, 0 and less that at least one is) and
        ``gap_latest``, the same from the latest declarations alone.
        Ordered by the gap, the widest first.
    """
    found = declared(positions, since, until)
    rows = []
    for issue, group in found.groupby("issue_id", sort=True):
        ukraine, russia = (group[group["actor_id"] == side] for side in SIDES)
        if ukraine.empty or russia.empty:
            continue
        far = ukraine[ukraine["stance_code"] == ukraine["stance_code"].max()].iloc[-1]
        near = russia[russia["stance_code"] == russia["stance_code"].min()].iloc[-1]
        last = int(ukraine["stance_code"].iloc[-1]), int(russia["stance_code"].iloc[-1])
        reach = int(far["stance_code"]), int(near["stance_code"])
        rows.append(
            (issue, reach[0], far["position_id"], last[0], reach[1], near["position_id"], last[1], reach[1] - reach[0], last[1] - last[0])
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["gap", "issue_id"], ascending=[False, True], kind="stable").reset_index(drop=True)


NEEDS: dict[str, dict[str, tuple[int, int]]] = {
    "truce": {"ceasefire": (2, 2)},
    "ceasefire": {"ceasefire": (0, 1)},
    "armistice": {"ceasefire": (0, 2), "withdrawal-of-forces": (2, 2), "monitoring": (0, 4), "foreign-forces": (0, 4)},
    "interim_agreement": {"ceasefire": (2, 2), "monitoring": (0, 4), "sanctions": (2, 2), "elections": (1, 2)},
    "settlement": {
        **{issue: (0, 4) for issue in ("territory", "withdrawal-of-forces", "security-guarantees", "neutrality-nato", "force-limits")},
        **{issue: (0, 4) for issue in ("foreign-forces", "sanctions", "reconstruction", "accountability")},
    },
}
"""What an outcome needs: issue → lowest and highest step of its scale that would make it that outcome.

``(0, 4)`` asks for any step that is open to both. The lists are readings of the definitions and open to challenge;
a frozen conflict and a continued war need no consent and are not here.
"""


def acceptance(found: pd.DataFrame, needs: dict[str, dict[str, tuple[int, int]]] = NEEDS) -> pd.DataFrame:
    """Which outcomes the declared ranges leave open.

    Args:
        found: ``ranges``.
        needs: outcome → issue → lowest and highest step.

    Returns:
        One row per outcome and issue: ``scenario``, ``issue_id``, ``low``, ``high``, ``ukraine`` and ``russia`` (whether
        one of these steps lies in the side's range) and ``common`` (whether one lies in both).
        An issue on which a side has no coded declaration is left out.
    """
    by = found.set_index("issue_id")
    rows = []
    for scenario, issues in needs.items():
        for issue, (low, high) in issues.items():
            if issue in by.index:
                far, near = int(by.at[issue, "ukraine_reach"]), int(by.at[issue, "russia_reach"])
                rows.append((scenario, issue, low, high, low <= far, near <= high, max(low, near) <= min(high, far)))
    return pd.DataFrame(rows, columns=["scenario", "issue_id", "low", "high", "ukraine", "russia", "common"])
