package dev.weft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

class PlotDataTest {

  @Test
  void barsAreTheirCategoriesAndSeries() {
    Bars bars =
        new Bars(
            "t",
            "e",
            Axis.linear("hops"),
            Axis.percent("share"),
            List.of("0", "1"),
            List.of(Series.of("s", 40, 60)));
    assertThat(PlotData.json(List.of(bars)))
        .isEqualTo(
            "[{\"x\":{\"label\":\"hops\",\"scale\":\"linear\"},"
                + "\"y\":{\"label\":\"share\",\"scale\":\"percent\"},"
                + "\"series\":[{\"name\":\"s\",\"values\":[40.0,60.0]}],"
                + "\"categories\":[\"0\",\"1\"]}]");
  }

  @Test
  void linesAreTheirPlacesSeriesAndSpansAndWhatIsNotFiniteIsNothing() {
    Lines lines =
        new Lines(
                "t",
                "e",
                Axis.linear("hours"),
                Axis.log("ms"),
                List.of(0.0, 0.5, 1.0),
                List.of(Series.of("s", 1e-7, Double.NaN, Double.NEGATIVE_INFINITY)))
            .withBands(List.of(new Band(0.25, 1, "crash")));
    assertThat(PlotData.json(List.of(lines)))
        .isEqualTo(
            "[{\"x\":{\"label\":\"hours\",\"scale\":\"linear\"},"
                + "\"y\":{\"label\":\"ms\",\"scale\":\"log\"},"
                + "\"series\":[{\"name\":\"s\",\"values\":[1.0E-7,null,null]}],"
                + "\"places\":[0.0,0.5,1.0],\"stacked\":false,"
                + "\"bands\":[{\"from\":0.25,\"to\":1.0,\"label\":\"crash\"}]}]");
  }

  @Test
  void noTextEndsTheElementOrIsLost() {
    String nasty = "</script> <!-- \" \\ \n \u2028";
    Lines lines =
        new Lines(
            "t",
            "e",
            Axis.linear(nasty),
            Axis.linear("y"),
            List.of(1.0),
            List.of(Series.of(nasty, 1)));
    String json = PlotData.json(List.of(lines.asAreas()));
    assertThat(json).doesNotContain("<");
    assertThat(JSON.std.listFrom(json).getFirst())
        .hasFieldOrPropertyWithValue("x.label", nasty)
        .hasFieldOrPropertyWithValue("stacked", true);
  }
}
