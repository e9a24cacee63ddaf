# Slash80 as a stack of CloudFormation, for those who deploy with Terraform. The template stays the one description of what is
# deployed: `sam package` uploads the code, and writes a template that names it.

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "template_url" {
  description = "The https address in S3 of the packaged template. CloudFormation reads it with the rights of whoever applies this."
  type        = string
  validation {
    condition     = can(regex("^https://.+\\.(yaml|json)$", var.template_url))
    error_message = "template_url is the https address of an object, such as https://my-bucket.s3.us-east-2.amazonaws.com/slash80.yaml."
  }
}

variable "name" {
  description = "The name of the stack."
  type        = string
  default     = "slash80"
}

variable "parameters" {
  description = "The parameters of template.yaml that differ from their defaults, such as { Email = \"ops@example.com\" }. docs/deploying.md explains them."
  type        = map(string)
  default     = {}
  sensitive   = true # it may hold SlackWebhook or PagerDutyKey
}

variable "tags" {
  description = "Tags for the stack, which CloudFormation puts on everything that it makes."
  type        = map(string)
  default     = {}
}

variable "notification_arns" {
  description = "The ARNs of topics that get the events of the stack itself."
  type        = list(string)
  default     = []
}

resource "aws_cloudformation_stack" "slash80" {
  #checkov:skip=CKV_AWS_124: notification_arns names the topics of those who want these events
  name              = var.name
  template_url      = var.template_url
  parameters        = var.parameters
  tags              = var.tags
  notification_arns = var.notification_arns

  # The template makes roles, and is written for the transform of SAM.
  capabilities = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
}

output "outputs" {
  description = "The outputs of the stack, such as TopicArn."
  value       = aws_cloudformation_stack.slash80.outputs
}
