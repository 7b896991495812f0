//! The pricing plan: stored for clients that ask, never enforced.

use crate::{App, Context, with_retries};
use gemel_model::pricing::{PricingMode, PricingPlan};
use gemel_model::time::Timestamp;
use gemel_model::{Error, Kind, Result};
use gemel_store::pricing;

/// Since when the default plan holds: when the public API came out.
const DEFAULT_SINCE: Timestamp = Timestamp::from_seconds(1_638_144_000);

impl App {
    /// The plan.
    pub async fn pricing_plan(&self, cx: &Context) -> Result<PricingPlan> {
        cx.require("iottwinmaker:GetPricingPlan", "*")?;
        let chosen = pricing::get(&*self.store).await?;
        Ok(chosen.map_or_else(|| PricingPlan::standard(DEFAULT_SINCE), |it| it.value))
    }

    /// Chooses a plan; it holds at once.
    pub async fn update_pricing_plan(
        &self,
        cx: &Context,
        mode: PricingMode,
        bundle_names: Vec<String>,
    ) -> Result<PricingPlan> {
        cx.require("iottwinmaker:UpdatePricingPlan", "*")?;
        if mode == PricingMode::TieredBundle && bundle_names.is_empty() {
            return Err(Error::invalid("pricingMode TIERED_BUNDLE needs bundleNames; name at least one"));
        }
        let now = self.clock.now();
        let plan = PricingPlan { mode, bundle_names, effective: now, updated: now, is_chosen: true };
        with_retries(|| async {
            let before = pricing::get(&*self.store).await?;
            let done = pricing::put(before.as_ref(), &plan)?.commit(&*self.store).await?;
            done.map_err(|_| Error::new(Kind::Contention, "the pricing plan was changed by another writer"))
        })
        .await?;
        Ok(plan)
    }
}
