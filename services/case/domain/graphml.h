// Writes a network as GraphML 1.0 (U. Brandes, M. Eiglsperger, J. Lerner, Graph Markup Language, 2013;
// http://graphml.graphdrawing.org), which programs that draw and analyse graphs read. Plain text in, one document out,
// piece by piece.
#pragma once

#include <string>
#include <string_view>

namespace amparo::cases {

// `text` as XML 1.0 may have it between tags and in attributes: markup and white space as references, so that what is
// read is what was written; characters that XML cannot hold at all as U+FFFD. `text` is UTF-8.
std::string XmlText(std::string_view text);

// A node.
struct GraphmlNode {
  std::string_view id;
  std::string_view kind;
  std::string_view label;
  // The kind of venue, organization or asset; empty = no more is known.
  std::string_view detail;
  int depth = 0;
};

// A directed edge. Texts that are empty are left out.
struct GraphmlEdge {
  std::string_view id;
  std::string_view source;
  std::string_view target;
  std::string_view kind;
  std::string_view observed_date;
  std::string_view end_date;
  std::string_view confidence;
  std::string_view known_from;
};

// One document: Begin, then all nodes, then all edges, then End. Each answers the next piece.
class Graphml {
 public:
  // `as_of`: the moment that the network is of; `truncated`: something was left out.
  static std::string Begin(std::string_view as_of, bool truncated);
  static std::string Node(const GraphmlNode& node);
  static std::string Edge(const GraphmlEdge& edge);
  static std::string End();
};

}  // namespace amparo::cases
