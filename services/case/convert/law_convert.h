// Law articles between the contract and the domain.
#pragma once

#include "amparo/cases/v1/law.pb.h"
#include "services/case/domain/law_article.h"

namespace amparo::cases {

// Writes an article.
void SetLawArticle(const LawArticle& value, v1::LawArticle* out);

// The entry of the table that was written; null when there is none (any more).
const LawArticle* LawArticleFrom(const v1::LawArticle& stored);

}  // namespace amparo::cases
