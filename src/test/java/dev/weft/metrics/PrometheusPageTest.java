package dev.weft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.weft.Dht;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus sees of a node. */
class PrometheusPageTest {

  private static Page page;

  @BeforeAll
  static void scrape() throws InterruptedException {
    page = Page.sample();
  }

  @Test
  void callsAreThereByKindAndOutcomeWithTheirDurations() {
    String answered = "{kind=\"find_value\",outcome=\"answered\"}";
    assertThat(page.value("weft_call_duration_seconds_count" + answered))
        .hasValueSatisfying(count -> assertThat(count).isGreaterThan(5));
    assertThat(page.value("weft_call_duration_seconds_sum" + answered))
        .hasValueSatisfying(sum -> assertThat(sum).isPositive());
    assertThat(
            page.value(
                "weft_call_duration_seconds_bucket"
                    + "{kind=\"find_value\",outcome=\"answered\",le=\"10.0\"}"))
        .isEqualTo(page.value("weft_call_duration_seconds_count" + answered));
  }

  @Test
  void lookupsAreThereByWhatTheyWereForAndOutcome() {
    String values = "{for=\"value\",outcome=\"complete\"}";
    assertThat(page.value("weft_lookup_duration_seconds_count" + values)).contains(1.0);
    assertThat(page.value("weft_lookup_messages_sum" + values))
        .hasValueSatisfying(sum -> assertThat(sum).isGreaterThan(5));
    assertThat(page.value("weft_lookup_hops_sum" + values)).contains(1.0);
    assertThat(page.value("weft_lookup_duration_seconds_count{for=\"nodes\",outcome=\"complete\"}"))
        .contains(2.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weft_buckets",
        "weft_contact_age_seconds",
        "weft_contacts",
        "weft_contacts_added_total",
        "weft_renewing",
        "weft_requests_answered_total{kind=\"find_node\"}",
        "weft_store_items",
        "weft_store_size_bytes",
      })
  void whatHasComeUpIsCounted(String name) {
    assertThat(page.value(name)).hasValueSatisfying(value -> assertThat(value).isPositive());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weft_calls_pending",
        "weft_connections",
        "weft_contacts_removed_total",
        "weft_crowds_total",
        "weft_frames_total{direction=\"in\"}",
        "weft_frames_total{direction=\"out\"}",
        "weft_handed_over_total",
        "weft_mailbox_shed_total",
        "weft_pending_bytes",
        "weft_refusals_total{reason=\"peer-rate\"}",
        "weft_renewals_failed_total",
        "weft_renewed_total",
        "weft_replicated_total",
        "weft_requests_pending",
        "weft_store_evicted_total",
        "weft_topics_announced",
        "weft_topics_kept",
        "weft_traffic_bytes_total{direction=\"in\"}",
        "weft_traffic_bytes_total{direction=\"out\"}",
        "weft_writes_total",
      })
  void whatHasNotComeUpIsZeroAndThere(String name) {
    assertThat(page.value(name)).contains(0.0);
  }

  @Test
  void aPageThatIsClosedLeavesNothingWithTheNode() {
    Dht dht = mock();
    Runnable endOfCalls = mock();
    Runnable endOfLookups = mock();
    when(dht.onCall(any())).thenReturn(endOfCalls);
    when(dht.onLookup(any())).thenReturn(endOfLookups);
    PrometheusPage open = new PrometheusPage(dht);
    verifyNoInteractions(endOfCalls, endOfLookups);

    open.close();
    open.close();

    verify(endOfCalls).run();
    verify(endOfLookups).run();
  }

  @Test
  void everyMetricSaysWhatItIs() {
    assertThat(page.text().lines().filter(line -> line.startsWith("# HELP")))
        .isNotEmpty()
        .noneMatch(line -> line.matches("# HELP \\S+ *"));
    assertThat(page.value("weft_mailbox_commands")).isPresent();
  }
}
