#include "services/case/domain/graphml.h"

#include "gmock/gmock.h"

namespace amparo::cases {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(GraphmlTest, MarkupIsText) {
  EXPECT_EQ(XmlText("</node> & \"Bar\" 'B'"), "&lt;/node&gt; &amp; &quot;Bar&quot; &apos;B&apos;");
  EXPECT_EQ(XmlText("]]>"), "]]&gt;");
}

TEST(GraphmlTest, WhiteSpaceSurvivesInAttributes) {
  EXPECT_EQ(XmlText("a\tb\nc\rd"), "a&#9;b&#10;c&#13;d");
}

TEST(GraphmlTest, WhatXmlCannotHoldIsReplaced) {
  EXPECT_EQ(XmlText(std::string("a\x01") + "b\x1F"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
  EXPECT_EQ(XmlText("\xEF\xBF\xBE|\xEF\xBF\xBF"), "\xEF\xBF\xBD|\xEF\xBF\xBD");
}

TEST(GraphmlTest, OtherScriptsStayAsTheyAre) {
  EXPECT_EQ(XmlText("\xE1\x9E\x97\xE1\x9F\x92\xE1\x9E\x93\xE1\x9F\x86 caf\xC3\xA9"),
            "\xE1\x9E\x97\xE1\x9F\x92\xE1\x9E\x93\xE1\x9F\x86 caf\xC3\xA9");
}

TEST(GraphmlTest, NodesAndEdgesCarryTheirData) {
  const std::string node =
      Graphml::Node({.id = "offices/pp/venues/1", .kind = "venue", .label = "Shop <1>", .detail = "bar", .depth = 2});
  EXPECT_EQ(node,
            "    <node id=\"offices/pp/venues/1\"><data key=\"node_kind\">venue</data><data key=\"label\">Shop "
            "&lt;1&gt;</data><data key=\"detail\">bar</data><data key=\"depth\">2</data></node>\n");
  const std::string edge = Graphml::Edge({.id = "l",
                                          .source = "a",
                                          .target = "b",
                                          .kind = "moved_to",
                                          .observed_date = "2013-08-20",
                                          .end_date = "",
                                          .confidence = "high",
                                          .known_from = "A&B"});
  EXPECT_THAT(edge, HasSubstr("<edge id=\"l\" source=\"a\" target=\"b\"><data key=\"edge_kind\">moved_to</data>"));
  EXPECT_THAT(edge, HasSubstr("<data key=\"source\">A&amp;B</data>"));
  EXPECT_THAT(edge, Not(HasSubstr("end_date")));
}

TEST(GraphmlTest, TheDocumentSaysOfWhenItIsAndWhetherItIsWhole) {
  const std::string begin = Graphml::Begin("2014-12-11T00:00:00+00:00", true);
  EXPECT_THAT(begin, HasSubstr("<data key=\"as_of\">2014-12-11T00:00:00+00:00</data>"));
  EXPECT_THAT(begin, HasSubstr("<data key=\"truncated\">true</data>"));
  EXPECT_THAT(begin, HasSubstr("edgedefault=\"directed\""));
  EXPECT_EQ(Graphml::End(), "  </graph>\n</graphml>\n");
}

}  // namespace
}  // namespace amparo::cases
