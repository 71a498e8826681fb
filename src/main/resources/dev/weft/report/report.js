"use strict";
// Hands the page's numbers to Chart.js, and adds a legend, shaded time spans, and keys for the read-out.
(() => {
  const plots = JSON.parse(document.getElementById("plot-data").textContent);
  const root = document.documentElement;
  const colour = name => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const seriesColour = index => colour("series-" + (index % 8 + 1));
  const dashed = index => index >= 8;

  const large = new Intl.NumberFormat("en", {maximumFractionDigits: 0});
  const small = new Intl.NumberFormat("en", {maximumSignificantDigits: 5});
  const number = value => (Math.abs(value) >= 10000 ? large : small).format(value);
  const unit = axis => axis.scale === "percent" ? " %" : "";

  /** The spans that cover a place, as text. */
  const during = (plot, place) =>
    (plot.bands || []).filter(band => band.from <= place && place <= band.to).map(band => band.label);

  /** Shades the spans behind the lines, and writes their labels above, in two rows where they would touch. */
  const shading = {
    id: "shading",
    beforeDatasetsDraw(chart, _, {bands}) {
      const {ctx, chartArea: area, scales: {x}} = chart;
      const ends = [];
      ctx.save();
      ctx.font = "12px " + Chart.defaults.font.family;
      for (const band of bands) {
        const left = Math.max(area.left, x.getPixelForValue(band.from));
        const right = Math.min(area.right, Math.max(x.getPixelForValue(band.to), left + 2));
        if (left > area.right || right < area.left) continue;
        ctx.fillStyle = colour("band");
        ctx.fillRect(left, area.top, right - left, area.bottom - area.top);
        ctx.fillStyle = colour("band-edge");
        ctx.fillRect(left, area.top - 3, right - left, 3);
        const width = ctx.measureText(band.label).width;
        const start = Math.max(area.left, Math.min(left, area.right - width));
        const row = [0, 1].find(r => start > (ends[r] ?? -1));
        if (row === undefined) continue; // the read-out says it
        ends[row] = start + width + 10;
        ctx.fillText(band.label, start, area.top - 9 - row * 15);
      }
      ctx.restore();
    },
  };

  /** A thin line where the read-out is. */
  const cursor = {
    id: "cursor",
    beforeDatasetsDraw(chart, _, {on}) {
      const [active] = chart.getActiveElements();
      if (!on || !active) return;
      const {ctx, chartArea: area} = chart;
      ctx.save();
      ctx.fillStyle = colour("soft");
      ctx.fillRect(Math.round(active.element.x), area.top, 1, area.bottom - area.top);
      ctx.restore();
    },
  };

  /** Where the vertical axis ends: at 0, unless all numbers are far from it, and at 100 %. */
  const ends = plot => {
    if (plot.y.scale === "log") return {};
    let least = Infinity;
    let most = -Infinity;
    for (const value of plot.series.flatMap(series => series.values)) {
      if (value !== null) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    const filled = plot.stacked || plot.categories; // their size is seen only from 0
    return {
      ...(filled || least >= 0 && least <= most / 2 ? {min: Math.min(0, least)} : {}),
      ...(plot.y.scale === "percent" && (plot.stacked || most > 90) ? {max: 100} : {}),
    };
  };

  const axis = (of, more) => ({
    type: of.scale === "log" ? "logarithmic" : "linear",
    title: {display: true, text: of.label, color: colour("soft")},
    grid: {color: colour("grid")},
    border: {display: false},
    ...more,
    ticks: {
      color: colour("soft"),
      maxRotation: 0,
      callback(value, index, ticks) {
        if (of.scale === "log") {
          return /^[125]e/.test(value.toExponential()) ? number(value) : undefined;
        }
        return Chart.Ticks.formatters.numeric.call(this, value, index, ticks) + unit(of);
      },
      ...more.ticks,
    },
  });

  const categories = of => {
    const {ticks: {callback: _, ...ticks}, ...rest} = axis(of, {grid: {display: false}, ticks: {autoSkipPadding: 6}});
    return {...rest, ticks, type: "category"};
  };

  /** A series' numbers, with null for those that have no place on the axis. */
  const drawn = (plot, series) =>
    plot.y.scale === "log" ? series.values.map(value => value > 0 ? value : null) : series.values;

  /** What no line leads to is shown as a point. */
  const alone = values => values.map((value, at) =>
    value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null ? 2.5 : 0);

  const datasets = (plot, lines) => plot.series.map((series, index) => ({
    label: series.name,
    data: lines ? drawn(plot, series).map((y, at) => ({x: plot.places[at], y})) : drawn(plot, series),
    borderColor: seriesColour(index),
    backgroundColor: seriesColour(index) + (plot.stacked ? "b3" : lines ? "1c" : ""),
    ...(lines ? {
      borderWidth: plot.stacked ? 1 : 2,
      borderDash: dashed(index) ? [6, 4] : [],
      borderJoinStyle: "round",
      pointRadius: alone(drawn(plot, series)),
      pointHoverRadius: 4,
      pointHitRadius: 0,
      fill: plot.stacked ? (index === 0 ? "origin" : "-1") : plot.series.length === 1 && "start",
    } : {
      borderRadius: 3,
      maxBarThickness: 72,
      categoryPercentage: 0.86,
      barPercentage: plot.series.length === 1 ? 1 : 0.92,
    }),
  }));

  const configuration = plot => {
    const lines = plot.places !== undefined;
    const bands = plot.bands || [];
    return {
      type: lines ? "line" : "bar",
      data: {labels: plot.categories, datasets: datasets(plot, lines)},
      plugins: [shading, cursor],
      options: {
        animation: false,
        clip: 3,
        maintainAspectRatio: false,
        locale: "en",
        interaction: {mode: "index", axis: "x", intersect: false},
        layout: {padding: {top: bands.length > 1 ? 36 : bands.length ? 21 : 6, right: 8}},
        scales: {
          x: lines
            ? axis(plot.x, {bounds: "data", grid: {display: false}, ticks: {maxTicksLimit: 13}})
            : categories(plot.x),
          y: axis(plot.y, {
            stacked: plot.stacked === true,
            ...ends(plot),
            ticks: {maxTicksLimit: 8},
          }),
        },
        plugins: {
          legend: {display: false},
          shading: {bands},
          cursor: {on: lines},
          tooltip: {
            backgroundColor: colour("ink"), titleColor: colour("card"), bodyColor: colour("card"), footerColor: colour("card"),
            padding: 10, cornerRadius: 8, boxPadding: 5, usePointStyle: true, multiKeyBackground: "transparent",
            callbacks: {
              title: ([item]) => item && plot.x.label + ": " + (lines ? number(item.parsed.x) + unit(plot.x) : item.label),
              label: item => " " + item.dataset.label + ": " + number(item.parsed.y) + unit(plot.y),
              labelPointStyle: () => ({pointStyle: "rectRounded", rotation: 0}),
              labelColor: item => ({borderColor: item.dataset.borderColor, backgroundColor: item.dataset.borderColor}),
              footer: ([item]) => item && lines ? during(plot, item.parsed.x) : [],
            },
          },
        },
      },
    };
  };

  /** Shows the read-out at a point, as the pointer would, or, at -1, takes it away. */
  const readOut = (chart, at) => {
    const shown = at < 0 ? [] : chart.data.datasets.map((_, datasetIndex) => ({datasetIndex, index: at}))
      .filter(({datasetIndex}) => chart.isDatasetVisible(datasetIndex));
    chart.setActiveElements(shown);
    chart.tooltip.setActiveElements(shown, {x: 0, y: 0});
    chart.update();
  };

  const onKey = (chart, event) => {
    const last = chart.data.datasets[0].data.length - 1;
    const at = chart.getActiveElements()[0]?.index ?? -1;
    const step = event.shiftKey ? 10 : 1;
    const to = {
      ArrowRight: Math.min(last, at + step),
      ArrowLeft: Math.max(0, at - step),
      Home: 0,
      End: last,
      Escape: -1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      readOut(chart, to);
    }
  };

  const legend = (shown, plot) => {
    const list = document.createElement("ul");
    list.className = plot.places && !plot.stacked ? "legend" : "legend fill";
    plot.series.forEach((series, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      const mark = document.createElement("i");
      mark.style.color = `var(--series-${index % 8 + 1})`;
      mark.style.borderTopStyle = dashed(index) ? "dashed" : "solid";
      button.append(mark, series.name);
      button.onclick = () => {
        const on = !shown.chart.isDatasetVisible(index);
        shown.chart.setDatasetVisibility(index, on);
        readOut(shown.chart, -1);
        button.setAttribute("aria-pressed", on);
      };
      list.append(document.createElement("li"));
      list.lastChild.append(button);
    });
    return list;
  };

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;

  const all = [...document.querySelectorAll("[data-plot]")].map(place => {
    const plot = plots[place.dataset.plot];
    const shown = {plot, canvas: document.createElement("canvas")};
    const frame = document.createElement("div");
    frame.className = "canvas";
    frame.append(shown.canvas);
    if (plot.series.length > 1) place.append(legend(shown, plot));
    place.append(frame);
    const heading = place.parentElement.querySelector("h2");
    shown.canvas.tabIndex = 0;
    shown.canvas.setAttribute("role", "img");
    shown.canvas.setAttribute("aria-label", heading.textContent + ". " + heading.nextElementSibling.textContent);
    shown.canvas.onkeydown = event => onKey(shown.chart, event);
    shown.chart = new Chart(shown.canvas, configuration(plot));
    return shown;
  });

  /** Draws all anew, in the colours of now. */
  const redraw = () => all.forEach(shown => {
    const hidden = shown.plot.series.map((_, index) => !shown.chart.isDatasetVisible(index));
    shown.chart.destroy();
    shown.chart = new Chart(shown.canvas, configuration(shown.plot));
    hidden.forEach((is, index) => is && shown.chart.setDatasetVisibility(index, false));
    shown.chart.update();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("beforeprint", () => { root.classList.add("paper"); redraw(); });
  addEventListener("afterprint", () => { root.classList.remove("paper"); redraw(); });
})();
