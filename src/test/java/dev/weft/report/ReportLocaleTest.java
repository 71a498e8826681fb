package dev.weft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes the locale of the whole JVM")
class ReportLocaleTest {

  @Test
  void aReportIsTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    String html = SampleReport.day().html();
    try {
      for (String other : new String[] {"de-DE", "tr-TR", "ar-EG-u-nu-arab"}) {
        Locale.setDefault(Locale.forLanguageTag(other));
        assertThat(SampleReport.day().html()).as(other).isEqualTo(html);
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
