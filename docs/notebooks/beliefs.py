"""How beliefs about a role move from week to week, and what news does to them."""

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
    # The question of Mueller, Spinnewijn and Topa: do people revise what they believe, and by how much after news?
    export = open_export(os.environ["SOUNDINGS_EXPORT"])
    by_role = (
        pl.col("odds", "appeal").diff().over("pseudonym", "role", order_by="week").name.suffix("_change")
    )
    beliefs = export.frame("roles_weekly").with_columns(by_role)
    by_week = (
        beliefs.group_by("week")
        .agg(pl.col("odds", "appeal").mean(), pl.col("appeal_sd").mean(), roles=pl.len())
        .sort("week")
    )
    revisions = (
        beliefs.drop_nulls("odds_change")
        .group_by("reported")
        .agg(pl.col("odds_change", "appeal_change").abs().mean(), role_weeks=pl.len())
        .sort("reported")
    )
    revisions
    return by_week, revisions


@app.cell
def _(by_week, plt):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
    left.errorbar(by_week["week"], by_week["appeal"], yerr=by_week["appeal_sd"], capsize=3)
    left.set(xlabel="week", ylabel="appeal, with how sure it is")
    right.plot(by_week["week"], by_week["odds"])
    right.set(xlabel="week", ylabel="chance of an invitation")
    figure
    return


if __name__ == "__main__":
    app.run()
