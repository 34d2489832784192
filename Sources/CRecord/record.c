// The files of the record, as they stand in the folder datasets, for a program that is alone.

#include "record.h"

static const unsigned char datapackage_json[] = {
#embed "../../datasets/datapackage.json"
};
static const unsigned char jurisdictions_csv[] = {
#embed "../../datasets/jurisdictions.csv"
};
static const unsigned char states_csv[] = {
#embed "../../datasets/states.csv"
};
static const unsigned char residents_csv[] = {
#embed "../../datasets/residents.csv"
};
static const unsigned char unauthorized_csv[] = {
#embed "../../datasets/unauthorized.csv"
};
static const unsigned char deportations_csv[] = {
#embed "../../datasets/deportations.csv"
};
static const unsigned char events_csv[] = {
#embed "../../datasets/events.csv"
};
static const unsigned char stories_csv[] = {
#embed "../../datasets/stories.csv"
};
static const unsigned char figures_csv[] = {
#embed "../../datasets/figures.csv"
};
static const unsigned char claims_csv[] = {
#embed "../../datasets/claims.csv"
};
static const unsigned char verdicts_csv[] = {
#embed "../../datasets/verdicts.csv"
};
static const unsigned char grounds_csv[] = {
#embed "../../datasets/grounds.csv"
};
static const unsigned char conflicts_csv[] = {
#embed "../../datasets/conflicts.csv"
};
static const unsigned char policies_csv[] = {
#embed "../../datasets/policies.csv"
};
static const unsigned char detention_csv[] = {
#embed "../../datasets/detention.csv"
};
static const unsigned char national_removals_csv[] = {
#embed "../../datasets/national_removals.csv"
};
static const unsigned char agreements_csv[] = {
#embed "../../datasets/agreements.csv"
};
static const unsigned char rollout_csv[] = {
#embed "../../datasets/rollout.csv"
};
static const unsigned char sources_csv[] = {
#embed "../../datasets/sources.csv"
};
static const unsigned char counties_tsv[] = {
#embed "../../datasets/maps/counties.tsv"
};
static const unsigned char states_tsv[] = {
#embed "../../datasets/maps/states.tsv"
};

static const struct record_file files[] = {
  {"datapackage.json", datapackage_json, sizeof datapackage_json},
  {"jurisdictions.csv", jurisdictions_csv, sizeof jurisdictions_csv},
  {"states.csv", states_csv, sizeof states_csv},
  {"residents.csv", residents_csv, sizeof residents_csv},
  {"unauthorized.csv", unauthorized_csv, sizeof unauthorized_csv},
  {"deportations.csv", deportations_csv, sizeof deportations_csv},
  {"events.csv", events_csv, sizeof events_csv},
  {"stories.csv", stories_csv, sizeof stories_csv},
  {"figures.csv", figures_csv, sizeof figures_csv},
  {"claims.csv", claims_csv, sizeof claims_csv},
  {"verdicts.csv", verdicts_csv, sizeof verdicts_csv},
  {"grounds.csv", grounds_csv, sizeof grounds_csv},
  {"conflicts.csv", conflicts_csv, sizeof conflicts_csv},
  {"policies.csv", policies_csv, sizeof policies_csv},
  {"detention.csv", detention_csv, sizeof detention_csv},
  {"national_removals.csv", national_removals_csv, sizeof national_removals_csv},
  {"agreements.csv", agreements_csv, sizeof agreements_csv},
  {"rollout.csv", rollout_csv, sizeof rollout_csv},
  {"sources.csv", sources_csv, sizeof sources_csv},
  {"maps/counties.tsv", counties_tsv, sizeof counties_tsv},
  {"maps/states.tsv", states_tsv, sizeof states_tsv},
};

const struct record_file *const record_files = files;
const int record_file_count = sizeof files / sizeof files[0];
