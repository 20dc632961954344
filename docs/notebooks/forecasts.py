"""Whether clients, and the model, guess invitations well."""

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
    # One row for each guess that is settled: the client's before the step, the model's on the day before, and what came.
    export = open_export(os.environ["SOUNDINGS_EXPORT"])
    settled = (
        export.frame("forecasts")
        .filter(pl.col("about") == "invited", pl.col("outcome").is_not_null())
        .drop_nulls("model_forecast")
        .unpivot(
            ["forecast", "model_forecast"],
            index=["pseudonym", "outcome"],
            variable_name="whose",
            value_name="guess",
        )
    )
    brier = (
        settled.group_by("whose")
        .agg(
            brier=((pl.col("guess") - pl.col("outcome")) ** 2).mean(),
            guessed=pl.col("guess").mean(),
            came=pl.col("outcome").mean(),
            guesses=pl.len(),
        )
        .sort("whose")
    )
    brier
    return brier, settled


@app.cell
def _(pl, plt, settled):
    fifths = (
        settled.with_columns(fifth=(pl.col("guess") * 5).floor().clip(0, 4))
        .group_by("whose", "fifth")
        .agg(pl.col("guess", "outcome").mean(), guesses=pl.len())
        .sort("whose", "fifth")
    )
    figure, plot = plt.subplots(figsize=(4, 4))
    plot.plot([0, 1], [0, 1], linestyle=":", color="grey")
    for (whose,), one in fifths.group_by("whose", maintain_order=True):
        plot.plot(one["guess"], one["outcome"], marker="o", label=str(whose))
    plot.set(xlabel="guessed", ylabel="share that was invited", title="Calibration")
    plot.legend()
    figure
    return (fifths,)


if __name__ == "__main__":
    app.run()
