#include "services/case/convert/assessment_convert.h"

#include <algorithm>

#include "services/case/convert/case_members.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(AssessmentState::kVoid) == v1::ASSESSMENT_STATE_VOID);
static_assert(static_cast<int>(CareDomain::kPhysicalWellbeing) == v1::CARE_DOMAIN_PHYSICAL_WELLBEING);

void SetMean(const Fraction& mean, v1::Mean* out) {
  out->set_numerator(mean.numerator);
  out->set_denominator(mean.denominator);
  out->set_hundredths(Hundredths(mean));
}

Fraction FractionFrom(const v1::Mean& mean) {
  return MakeFraction(mean.numerator(), mean.denominator());
}

Means MeansFrom(const v1::Assessment& stored) {
  Means means;
  for (const v1::DomainMean& one : stored.means()) {
    means.domains.push_back({static_cast<CareDomain>(one.domain()), FractionFrom(one.mean())});
  }
  means.overall = FractionFrom(stored.overall());
  return means;
}

// The most points of a series that are told: so many that no answer outgrows a message.
constexpr std::size_t kMostPoints = 365;

void SetMeanProgress(const MeanProgress& value, v1::MeanProgress& out) {
  out.set_domain(static_cast<v1::CareDomain>(value.domain));
  SetMean(value.first(), out.mutable_first());
  SetMean(value.last(), out.mutable_last());
  SetMean(value.change(), out.mutable_change());
  const std::size_t count = value.series.size();
  for (std::size_t i = count - std::min(count, kMostPoints); i < count; ++i) {
    const ProgressPoint& point = value.series[i];
    v1::ProgressPoint& added = *out.add_series();
    SetDate(point.assessment->date, added.mutable_date());
    added.set_assessment(ToString(point.assessment->name));
    added.set_instrument(point.assessment->instrument);
    SetMean(point.mean, added.mutable_mean());
  }
}

}  // namespace

Assessment AssessmentFromRequest(const v1::Assessment& request, const AssessmentName& name, Violations& violations) {
  Assessment value;
  value.name = name;
  value.party = MemberOf<PartyName>(name.parent(), request.party(), "party", violations);
  value.instrument = request.instrument();
  value.date = RequiredDay(request.has_date(), request.date(), "date", violations);
  value.assessor = request.assessor();
  for (const v1::Score& score : request.scores()) value.scores.push_back({score.sub_domain(), score.score()});
  return value;
}

Assessment AssessmentFromStored(const v1::Assessment& stored) {
  Violations none;
  Assessment value = AssessmentFromRequest(stored, StoredName<AssessmentName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored assessment is well formed");
  value.state = static_cast<AssessmentState>(stored.state());
  if (stored.has_overall()) value.means = MeansFrom(stored);
  value.void_reason = stored.void_reason();
  return value;
}

void ToProto(const Assessment& value, v1::Assessment& out) {
  out.set_name(ToString(value.name));
  out.set_party(MemberName<PartyName>(value.name, value.party));
  out.set_instrument(value.instrument);
  SetDate(value.date, out.mutable_date());
  out.set_assessor(value.assessor);
  out.set_state(static_cast<v1::AssessmentState>(value.state));
  out.clear_scores();
  for (const Score& score : value.scores) {
    v1::Score& added = *out.add_scores();
    added.set_sub_domain(score.sub_domain);
    added.set_score(score.score);
  }
  out.clear_means();
  out.clear_overall();
  if (value.means) {
    for (const DomainMean& one : value.means->domains) {
      v1::DomainMean& added = *out.add_means();
      added.set_domain(static_cast<v1::CareDomain>(one.domain));
      SetMean(one.mean, added.mutable_mean());
    }
    SetMean(value.means->overall, out.mutable_overall());
  }
  out.set_void_reason(value.void_reason);
}

void ToProto(const Progress& value, const PartyName& party, v1::Progress& out) {
  out.set_party(ToString(party));
  for (const MeanProgress& one : value.domains) SetMeanProgress(one, *out.add_domains());
  if (value.overall) SetMeanProgress(*value.overall, *out.mutable_overall());
}

std::vector<Value> ColumnsOf(const Assessment& value) {
  return {value.subject, value.party, static_cast<int64_t>(value.state), value.assessor, DayTime(value.date)};
}

}  // namespace amparo::cases
