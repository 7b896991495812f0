//! The pricing plan: shapes in, one call, shapes out.

use super::{Call, Reply, epoch, json};
use gemel_api::twinmaker as shape;
use gemel_model::id::{BundleName, count, required};
use gemel_model::pricing::{PricingMode, PricingPlan};

pub(super) async fn get(call: &Call<'_>) -> Reply {
    answer(call.app.pricing_plan(call.cx).await?)
}

pub(super) async fn update(call: &Call<'_>) -> Reply {
    let request: shape::UpdatePricingPlanRequest = call.body()?;
    let mode = PricingMode::parse("pricingMode", &required("pricingMode", request.pricing_mode)?)?;
    let bundles = request.bundle_names;
    if let Some(bundles) = &bundles {
        count("bundleNames", bundles.len(), 1, 10)?;
        for it in bundles {
            BundleName::parse("bundleNames", it)?;
        }
    }
    answer(call.app.update_pricing_plan(call.cx, mode, bundles.unwrap_or_default()).await?)
}

fn answer(plan: PricingPlan) -> Reply {
    let bundles = (plan.mode == PricingMode::TieredBundle)
        .then_some(shape::BundleInformation { bundle_names: Some(plan.bundle_names), pricing_tier: None });
    json(&shape::PricingPlanResponse {
        current_pricing_plan: Some(shape::PricingPlan {
            billable_entity_count: None,
            bundle_information: bundles,
            effective_date_time: epoch(plan.effective),
            pricing_mode: Some(plan.mode.as_str().into()),
            update_date_time: epoch(plan.updated),
            update_reason: Some(if plan.is_chosen { "PRICING_MODE_UPDATE" } else { "DEFAULT" }.into()),
        }),
        pending_pricing_plan: None,
    })
}
