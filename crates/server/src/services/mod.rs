//! One file or folder a service: shapes in, one call, shapes out.

pub mod failure;
pub mod lambda;
pub mod s3;
pub mod sts;
pub mod twinmaker;

use crate::front::{Body, whole};
use gemel_app::Caller;
use gemel_wire::{Protocol, Refusal, Request, Service};
use http::Response;

/// The services that are spoken here.
pub struct Services {
    /// IoT TwinMaker.
    pub twinmaker: twinmaker::TwinMaker,
    /// S3.
    pub s3: s3::S3Service,
    /// The token service.
    pub sts: sts::Sts,
    /// Functions.
    pub lambda: lambda::Lambda,
}

impl Services {
    /// Hands a proven request to its service; gives the operation's name and the answer.
    pub async fn call(
        &self,
        service: Service,
        caller: Caller,
        request: Request,
        request_id: &str,
    ) -> (&'static str, Response<Body>) {
        let (operation, response) = match service {
            Service::TwinMaker => return self.twinmaker.call(caller, &request, request_id).await,
            Service::Lambda => self.lambda.call(caller, &request, request_id).await,
            Service::Sts => self.sts.call(&caller, &request, request_id),
            other => {
                let protocol = Protocol::of(other, &request.parts);
                let fault = Refusal::NotImplemented(other.signing_name().to_owned()).fault(protocol);
                ("-", fault.render(protocol, request_id))
            }
        };
        (operation, whole(response))
    }
}
