package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @Test
  void everyKindOfValueIsReadAndWritten() {
    String json =
        "{\"a\":[null,true,false],\"b\":\"x\\n\\u00e9\\ud83d\\ude00\",\"c\":-7,\"d\":1.5e-7}";
    JsonValue value =
        JsonValue.Obj.of(
            Map.of(
                "a",
                new JsonValue.Arr(
                    List.of(
                        new JsonValue.Null(), new JsonValue.Bool(true), new JsonValue.Bool(false))),
                "b",
                JsonValue.of("x\n\u00e9\ud83d\ude00"),
                "c",
                JsonValue.of(-7),
                "d",
                JsonValue.of(1.5e-7)));
    assertThat(JsonValue.parse(json)).isEqualTo(value);
    assertThat(value.toJson().toLowerCase(java.util.Locale.ROOT))
        .isEqualTo(json.replace("e-7", "e-07"));
    assertThat(JsonValue.parse(value.toJson())).isEqualTo(value);
  }

  @Test
  void integersAndFloatsAreKeptApart() {
    assertThat(JsonValue.parse("1"))
        .isEqualTo(JsonValue.of(1))
        .isNotEqualTo(JsonValue.parse("1.0"));
    assertThat(JsonValue.parse("1e0")).isEqualTo(JsonValue.of(1.0));
    assertThat(JsonValue.of(1e16).toJson()).isEqualTo("1e+16");
    assertThat(JsonValue.parse("-0")).isEqualTo(JsonValue.of(0));
    assertThat(JsonValue.parse("-0.0")).isEqualTo(JsonValue.of(-0.0));
  }

  @Test
  void anIntegerHasUpTo4300DigitsAsInPython() {
    String longest = "-" + "9".repeat(4_300);
    assertThat(JsonValue.parse(longest)).isEqualTo(new JsonValue.Int(new BigInteger(longest)));
    assertThat(JsonValue.parse(longest).toJson()).isEqualTo(longest);
    assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.parse("9".repeat(4_301)));
    assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.parse("-" + "9".repeat(4_301)));
  }

  @Test
  void ofRepeatedMembersTheLastCounts() {
    assertThat(JsonValue.parse("{\"a\":1,\"b\":2,\"a\":3}").toJson())
        .isEqualTo("{\"a\":3,\"b\":2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "-1e400",
        "1 2",
        "{} x",
        "[1",
        "[1,]",
        "{\"a\":}",
        "{\"a\" 1}",
        "{'a':1}",
        "{a:1}",
        "\"a",
        "\"a\nb\"",
        "01",
        "+1",
        ".5",
        "1.",
        "nul",
        "]",
        "// c\n1",
        "\ufeff1",
        "\"\\x\""
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.parse(text));
  }

  @Test
  void aNumberThatIsNotFiniteIsNoJson() {
    for (double number : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JsonValue.of(number))
          .withMessage("JSON knows no such number as " + number);
    }
  }

  @Test
  void beyond200LevelsNothingIsReadOrWritten() {
    String deepest = "[".repeat(200) + "]".repeat(200);
    JsonValue value = JsonValue.parse(deepest);
    assertThat(value.toJson()).isEqualTo(deepest);
    assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.parse("[" + deepest + "]"));
    JsonValue deeper = new JsonValue.Arr(List.of(value));
    assertThatIllegalArgumentException().isThrownBy(deeper::toJson);
  }

  @Test
  void beyond250000TokensNothingIsRead() {
    String most = "[" + "0,".repeat(JsonText.MAX_TOKENS - 3) + "0]";
    JsonValue.parse(most);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonValue.parse("[0," + most.substring(1)));
  }

  @Test
  void aStringMayBeAsLongAsAFrameAndAName() {
    String text = "\"" + "x".repeat(DrogulusCodec.MAX_PAYLOAD) + "\"";
    assertThat(JsonValue.parse(text).toJson()).isEqualTo(text);
    String object = "{" + text + ":1}";
    assertThat(JsonValue.parse(object).toJson()).isEqualTo(object);
  }

  @Test
  void whatIsGivenToAValueCanChangeLaterAndTheValueDoesNot() {
    var members = new java.util.TreeMap<String, JsonValue>();
    var elements = new java.util.ArrayList<JsonValue>();
    var object = new JsonValue.Obj(members);
    var array = new JsonValue.Arr(elements);
    members.put("a", array);
    elements.add(object);
    assertThat(object.members()).isEmpty();
    assertThat(array.elements()).isEmpty();
  }
}
