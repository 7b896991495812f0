//! The pricing plan.

use crate::Epoch;

shapes! {
    /// `POST /pricingplan`
    UpdatePricingPlanRequest {
        pricing_mode: String,         // required
        bundle_names: Vec<String>,    // 1..=10
    }

    /// Its answer, and that of `GET /pricingplan`
    PricingPlanResponse { current_pricing_plan: PricingPlan, pending_pricing_plan: PricingPlan }

    /// A plan.
    PricingPlan {
        billable_entity_count: i64,
        bundle_information: BundleInformation,
        effective_date_time: Epoch,
        pricing_mode: String,
        update_date_time: Epoch,
        update_reason: String,
    }

    /// Bundles and tier.
    BundleInformation { bundle_names: Vec<String>, pricing_tier: String }
}
