"""When the first invitation comes, and who was given advice before it."""

import marimo

app = marimo.App()


@app.cell
def _():
    import os

    import matplotlib.pyplot as plt
    import polars as pl

    from service.research import open_export

    return open_export, os, pl, plt


@app.cell
def _(open_export, os, pl):
    # Person-weeks at risk, from the day of agreeing on: a week counts until the first invitation or the end of the search.
    export = open_export(os.environ["SOUNDINGS_EXPORT"])
    spells = export.frame("spells").filter(pl.col("spell") == 1)
    at_risk = (
        spells.with_columns(
            first=(pl.col("entry_day") - pl.col("origin_day")) // 7,
            last=pl.min_horizontal("days_to_invitation", "duration") // 7,
        )
        .filter(pl.col("last") >= pl.col("first"))
        .with_columns(week=pl.int_ranges("first", pl.col("last") + 1))
        .explode("week")
        .with_columns(invited=pl.col("days_to_invitation").is_not_null() & (pl.col("week") == pl.col("last")))
    )
    hazard = (
        at_risk.group_by("week")
        .agg(at_risk=pl.len(), invited=pl.col("invited").sum(), hazard=pl.col("invited").mean())
        .sort("week")
        .with_columns(without=(1 - pl.col("hazard")).cum_prod())
    )
    hazard
    return export, hazard, spells


@app.cell
def _(hazard, plt):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
    left.bar(hazard["week"], hazard["hazard"])
    left.set(xlabel="week", ylabel="hazard of a first invitation")
    right.step(hazard["week"], hazard["without"], where="post")
    right.set(xlabel="week", ylabel="share without an invitation", ylim=(0, 1))
    figure
    return


@app.cell
def _(export, pl, spells):
    # Exposure: what was suggested by whom before the first invitation, and how much of it was taken.
    until = spells.select(
        "pseudonym", until=pl.col("origin_day") + pl.min_horizontal("days_to_invitation", "duration")
    )
    exposure = (
        export.frame("advice")
        .join(until, on="pseudonym")
        .filter(pl.col("day") <= pl.col("until"))
        .group_by("adviser", "kind")
        .agg(suggested=pl.len(), clients=pl.col("pseudonym").n_unique(), taken=pl.col("taken").mean())
        .sort("adviser", "kind")
    )
    exposure
    return (exposure,)


if __name__ == "__main__":
    app.run()
