#include "services/case/domain/graphml.h"

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

constexpr std::string_view kHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="as_of" for="graph" attr.name="as_of" attr.type="string"/>
  <key id="truncated" for="graph" attr.name="truncated" attr.type="boolean"/>
  <key id="node_kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="detail" for="node" attr.name="detail" attr.type="string"/>
  <key id="depth" for="node" attr.name="depth" attr.type="int"/>
  <key id="edge_kind" for="edge" attr.name="kind" attr.type="string"/>
  <key id="observed_date" for="edge" attr.name="observed_date" attr.type="string"/>
  <key id="end_date" for="edge" attr.name="end_date" attr.type="string"/>
  <key id="confidence" for="edge" attr.name="confidence" attr.type="string"/>
  <key id="source" for="edge" attr.name="source" attr.type="string"/>
  <graph id="network" edgedefault="directed">
)";

std::string Data(std::string_view key, std::string_view value) {
  if (value.empty()) return "";
  return StrCat("<data key=\"", key, "\">", XmlText(value), "</data>");
}

// True where U+FFFE or U+FFFF begins, which XML 1.0 leaves out of its characters.
bool IsNoCharacter(std::string_view rest) {
  return rest.substr(0, 3) == "\xEF\xBF\xBE" || rest.substr(0, 3) == "\xEF\xBF\xBF";
}

}  // namespace

std::string XmlText(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      case '\t':
      case '\n':
      case '\r':
        StrAppend(&out, "&#", static_cast<int>(c), ";");
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += kReplacement;
        } else if (IsNoCharacter(text.substr(i))) {
          out += kReplacement;
          i += 2;
        } else {
          out += c;
        }
    }
  }
  return out;
}

std::string Graphml::Begin(std::string_view as_of, bool truncated) {
  return StrCat(kHead, "    ", Data("as_of", as_of), Data("truncated", truncated ? "true" : "false"), "\n");
}

std::string Graphml::Node(const GraphmlNode& node) {
  return StrCat("    <node id=\"", XmlText(node.id), "\">", Data("node_kind", node.kind), Data("label", node.label),
                Data("detail", node.detail), Data("depth", std::to_string(node.depth)), "</node>\n");
}

std::string Graphml::Edge(const GraphmlEdge& edge) {
  return StrCat("    <edge id=\"", XmlText(edge.id), "\" source=\"", XmlText(edge.source), "\" target=\"",
                XmlText(edge.target), "\">", Data("edge_kind", edge.kind), Data("observed_date", edge.observed_date),
                Data("end_date", edge.end_date), Data("confidence", edge.confidence), Data("source", edge.known_from),
                "</edge>\n");
}

std::string Graphml::End() {
  return "  </graph>\n</graphml>\n";
}

}  // namespace amparo::cases
