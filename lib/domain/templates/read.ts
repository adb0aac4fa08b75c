import { AppError } from "@/lib/core/errors";
import { TEMPLATES } from "@/lib/domain/templates/registry";
import type { TemplateDetail, TemplateItem, TemplateQuery } from "@/lib/domain/templates/schema";
import { documentOf, type Template } from "@/lib/domain/templates/template";
import { readValues } from "@/lib/domain/templates/values";

/** The template of this id. Throws not_found. */
export const findTemplate = (id: string): Template => {
  const template = TEMPLATES.find((one) => one.id === id);
  if (!template) throw new AppError("not_found", "There is no such template.");
  return template;
};

const detail = (template: Template): TemplateDetail => {
  const { build: _build, ...told } = template;
  const { values } = readValues(template.needs, {});
  const { trigger } = template.build(values);
  return { ...told, trigger, document: documentOf(template, values) };
};

const item = (template: Template): TemplateItem => {
  const { document: _document, sample: _sample, ...rest } = detail(template);
  return rest;
};

/** One template with its drawing and its sample. Throws not_found. */
export const getTemplate = (id: string): TemplateDetail => detail(findTemplate(id));

/** The templates that fit, most wanted first; every word of the search must be in what is told of one. */
export const listTemplates = ({
  search = "",
  industry,
  trigger,
}: TemplateQuery): TemplateItem[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const told = ({ title, why, outcome, uses }: TemplateItem) =>
    [title, why, outcome, ...uses].join(" ").toLowerCase();
  return TEMPLATES.map(item)
    .filter((one) => !industry || one.industries.includes(industry))
    .filter((one) => !trigger || one.trigger.type === trigger)
    .filter((one) => words.every((word) => told(one).includes(word)))
    .sort((a, b) => b.popularity - a.popularity);
};
