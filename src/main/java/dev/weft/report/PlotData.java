package dev.weft.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/**
 * Plots as the JSON that the page's script draws them from: the numbers, and what they are, but not
 * how they look. Stateless.
 */
final class PlotData {

  private PlotData() {}

  /** A list of plots, in a form that may stand inside a script element. */
  static String json(List<Plot> plots) {
    String json = JSON.std.asString(plots.stream().map(PlotData::plot).toList());
    // Only strings contain it; there, this stands for it, and ends no element.
    return json.replace("<", "\\u003c");
  }

  private static Map<String, Object> plot(Plot plot) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("x", axis(plot.x()));
    data.put("y", axis(plot.y()));
    data.put("series", plot.series().stream().map(PlotData::series).toList());
    switch (plot) {
      case Bars bars -> data.put("categories", bars.categories());
      case Lines lines -> {
        data.put("places", lines.places());
        data.put("stacked", lines.stacked());
        data.put("bands", lines.bands().stream().map(PlotData::band).toList());
      }
    }
    return data;
  }

  private static Map<String, Object> axis(Axis axis) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("label", axis.label());
    data.put("scale", axis.scale().name().toLowerCase(Locale.ROOT));
    return data;
  }

  private static Map<String, Object> series(Series series) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", series.name());
    data.put("values", series.values().stream().map(PlotData::number).toList());
    return data;
  }

  private static @Nullable Double number(Double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static Map<String, Object> band(Band band) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("from", band.from());
    data.put("to", band.to());
    data.put("label", band.label());
    return data;
  }
}
