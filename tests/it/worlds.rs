//! Small worlds, all of them: every manifest of a few artifacts, services, accounts and regions, and every change of one, against
//! the rules as they are written. `WORLDS=large` looks at more of them.

mod life;
mod which;
mod who;

use ecs_image_resolver::resolve::{Outcome, Request, Resolver, Terms};
use ecs_image_resolver::template::{Options, Template};
use serde_json::Value;

const REGIONS: [&str; 3] = ["cn-hangzhou", "cn-beijing", "ap-southeast-1"];

fn large() -> bool {
    std::env::var("WORLDS").is_ok_and(|size| size == "large")
}

/// A template with one image for each literal.
struct Site {
    text: String,
    template: Template,
}

impl Site {
    fn of(literal: &str) -> Site {
        let text = format!(
            "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  R:\n    Type: ALIYUN::ECS::Instance\n    Properties: {{ImageId: {literal}}}\n"
        );
        let template = Template::read(text.as_bytes(), Options::default());
        Site { text, template }
    }

    /// What stands at the site afterwards; `None` where there is no output.
    fn resolved(&self, resolver: &Resolver, request: &Request<'_>) -> Option<String> {
        let resolution = resolver.resolve(&self.template, self.text.as_bytes(), request);
        let output = resolution.output(self.text.as_bytes());
        assert_eq!(output.is_some(), resolution.ok());
        match &resolution.outcomes[0] {
            Outcome::Replaced(replacement) => {
                let output = String::from_utf8(output.expect("whole or nothing")).unwrap();
                let literal = self.template.sites[0].value.literal.as_deref().unwrap();
                let expected =
                    self.text.replace(&format!("ImageId: {literal}"), &format!("ImageId: {}", replacement.image_id));
                assert_eq!(output, expected);
                Some(replacement.image_id.clone())
            }
            _ => output.map(|output| {
                assert_eq!(output, self.text.as_bytes());
                self.template.sites[0].value.literal.clone().unwrap()
            }),
        }
    }
}

fn resolver(manifest: &Value) -> Resolver {
    Resolver::read(manifest.to_string().as_bytes(), Terms::default())
}
