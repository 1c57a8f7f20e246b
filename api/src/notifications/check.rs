//! What administrators type into texts, checked before it is kept: it may put values in, choose by `if`, and nothing else.
//!
//! The syntax tree is walked, so that what no example would reach is checked too: a branch, a filter, a member.

use creno_types::message::Medium;
use creno_types::template::{NewTemplate, TemplateKey, TemplateVariable};
use creno_types::{FieldError, FieldErrorCode};
use minijinja::machinery::ast::{BinOpKind, CallArg, CompareOpKind, Expr, Stmt, UnaryOpKind};
use minijinja::machinery::{Span, parse};
use minijinja::syntax::SyntaxConfig;

/// What texts may name: what stands between the braces, what it is, what it could be. [`super::render`] gives the values.
pub(crate) const VARIABLES: [(&str, &str, &str); 19] = [
    ("client", "Prénom et nom du client", "Zoé Durand"),
    (
        "theme",
        "Nom du thème ; « Rendez-vous » pour un thème dont les messages sont neutres",
        "Faire le point sur son budget",
    ),
    ("agency", "Nom de l’agence", "Paris Opéra"),
    ("address", "Adresse de l’agence sur une ligne", "12 rue de la Paix, 75002 Paris"),
    ("at_agency", "Vrai si le rendez-vous a lieu en agence : à utiliser dans {% if %}", "true"),
    ("channel", "Façon de se voir", "en agence"),
    ("staff", "Nom de la personne qui reçoit", "Jean Petit"),
    ("date", "Date du rendez-vous", "mardi 16 juin 2026"),
    ("time", "Heure de début, à l’heure de l’agence", "10 h 00"),
    ("end_time", "Heure de fin, à l’heure de l’agence", "10 h 45"),
    ("timezone", "Fuseau horaire de l’agence", "Europe/Paris"),
    ("before.date", "Date d’avant le déplacement ; la même s’il n’y en a pas", "lundi 15 juin 2026"),
    ("before.time", "Heure d’avant le déplacement ; la même s’il n’y en a pas", "9 h 00"),
    ("reference", "Référence du rendez-vous", "CRN-ABC234"),
    (
        "instructions",
        "Ce qu’il faut savoir ou apporter ; vide pour un thème dont les messages sont neutres",
        "Venez avec vos papiers.",
    ),
    (
        "documents",
        "Documents que le thème demande, séparés par des virgules, quand un rendez-vous est pris ou change ; sinon vide",
        "Pièce d’identité, Justificatif de domicile",
    ),
    (
        "manage_url",
        "Lien personnel pour voir, déplacer ou annuler ; vide pour une annulation et pour l’équipe",
        "https://rdv.example.fr/rdv#rendez-vous=…",
    ),
    (
        "presence_url",
        "Lien personnel pour confirmer sa présence, dans un rappel",
        "https://rdv.example.fr/rdv#rendez-vous=…&presence=1",
    ),
    ("brand", "Nom de l’organisation", "Exemple"),
];

/// The same for who writes texts.
pub(crate) fn variables() -> Vec<TemplateVariable> {
    let variable = |(name, description, example): &(&str, &str, &str)| TemplateVariable {
        name: (*name).into(),
        description: (*description).into(),
        example: (*example).into(),
    };
    VARIABLES.iter().map(variable).collect()
}

/// Filters that may follow a value.
pub(crate) const FILTERS: [&str; 5] = ["upper", "lower", "capitalize", "trim", "default"];

/// Checks a text.
///
/// # Errors
/// Every fault, with its line and column in French.
pub(crate) fn check(key: &TemplateKey, text: &NewTemplate) -> Result<(), Vec<FieldError>> {
    let mut faults = Vec::new();
    let (longest, asks_subject) = match key.medium {
        Medium::Mail => (NewTemplate::MAX_MAIL, true),
        Medium::Sms => (NewTemplate::MAX_SMS, false),
    };
    if asks_subject {
        check_part("subject", &text.subject, NewTemplate::MAX_SUBJECT, &mut faults);
        if text.subject.contains(char::is_control) {
            faults.push(FieldError::new("subject", FieldErrorCode::NotOneLine));
        }
    }
    check_part("body", &text.body, longest, &mut faults);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn check_part(field: &'static str, source: &str, longest: usize, faults: &mut Vec<FieldError>) {
    if source.trim().is_empty() {
        return faults.push(FieldError::new(field, FieldErrorCode::Required));
    }
    if source.chars().count() > longest {
        let detail = format!("Raccourcissez ce texte : {longest} caractères au plus.");
        return faults.push(FieldError { detail, ..FieldError::new(field, FieldErrorCode::TooLong) });
    }
    let mut walk = Walk { field, source, faults };
    match parse(source, field, SyntaxConfig::default()) {
        Ok(tree) => walk.statement(&tree),
        Err(error) => {
            let at = error.range().map_or(0, |range| range.start);
            let told = error.detail().unwrap_or_default();
            walk.fault(
                FieldErrorCode::InvalidTemplate,
                at,
                &format!("cette écriture n’est pas comprise ({told})."),
            );
        }
    }
}

/// One walk through a text.
struct Walk<'a> {
    field: &'static str,
    source: &'a str,
    faults: &'a mut Vec<FieldError>,
}

impl Walk<'_> {
    fn fault(&mut self, code: FieldErrorCode, offset: usize, told: &str) {
        let before = self.source.get(..offset.min(self.source.len())).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let detail = format!("Ligne {line}, colonne {column} : {told}");
        self.faults.push(FieldError { detail, ..FieldError::new(self.field, code) });
    }

    fn refuse(&mut self, span: Span, told: &str) {
        self.fault(FieldErrorCode::InvalidTemplate, span.start_offset as usize, told);
    }

    fn statements(&mut self, statements: &[Stmt<'_>]) {
        statements.iter().for_each(|statement| self.statement(statement));
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        let span = match statement {
            Stmt::Template(template) => return self.statements(&template.children),
            Stmt::EmitRaw(_) => return,
            Stmt::EmitExpr(emit) => return self.expression(&emit.expr),
            Stmt::IfCond(condition) => {
                self.expression(&condition.expr);
                self.statements(&condition.true_body);
                return self.statements(&condition.false_body);
            }
            Stmt::ForLoop(other) => other.span(),
            Stmt::WithBlock(other) => other.span(),
            Stmt::Set(other) => other.span(),
            Stmt::SetBlock(other) => other.span(),
            Stmt::AutoEscape(other) => other.span(),
            Stmt::FilterBlock(other) => other.span(),
            Stmt::Macro(other) => other.span(),
            Stmt::CallBlock(other) => other.span(),
            Stmt::Do(other) => other.span(),
        };
        self.refuse(span, "seuls {{ … }} et {% if … %} … {% else %} … {% endif %} sont acceptés.");
    }

    fn expression(&mut self, expression: &Expr<'_>) {
        match expression {
            Expr::Const(_) => {}
            Expr::Var(variable) if variable.id == "before" => {
                self.refuse(variable.span(), "écrivez before.date ou before.time.");
            }
            Expr::Var(variable) => self.name(variable.id, variable.span()),
            Expr::GetAttr(member) => match &member.expr {
                Expr::Var(of) => self.name(&format!("{}.{}", of.id, member.name), of.span()),
                other => self.refuse(other.span(), "cette écriture n’est pas acceptée."),
            },
            Expr::UnaryOp(operation) if matches!(operation.op, UnaryOpKind::Not) => {
                self.expression(&operation.expr);
            }
            Expr::BinOp(operation)
                if matches!(
                    operation.op,
                    BinOpKind::Eq | BinOpKind::Ne | BinOpKind::ScAnd | BinOpKind::ScOr
                ) =>
            {
                self.expression(&operation.left);
                self.expression(&operation.right);
            }
            Expr::Compare(compare)
                if compare
                    .ops
                    .iter()
                    .all(|with| matches!(with.op, CompareOpKind::Eq | CompareOpKind::Ne)) =>
            {
                self.expression(&compare.expr);
                compare.ops.iter().for_each(|with| self.expression(&with.expr));
            }
            Expr::IfExpr(choice) => {
                self.expression(&choice.test_expr);
                self.expression(&choice.true_expr);
                choice.false_expr.iter().for_each(|expression| self.expression(expression));
            }
            Expr::Filter(filter) => self.filter(filter.name, &filter.args, filter.expr.as_ref(), filter.span()),
            other => self.refuse(
                other.span(),
                "cette écriture n’est pas acceptée : nommez une valeur, filtrez-la ou comparez-la par == ou !=.",
            ),
        }
    }

    fn name(&mut self, name: &str, span: Span) {
        if VARIABLES.iter().any(|(known, _, _)| *known == name) {
            return;
        }
        let told = format!("il n’y a pas de valeur « {name} ». Choisissez-en une de la liste.");
        self.fault(FieldErrorCode::UnknownVariable, span.start_offset as usize, &told);
    }

    fn filter(&mut self, name: &str, args: &[CallArg<'_>], of: Option<&Expr<'_>>, span: Span) {
        of.into_iter().for_each(|expression| self.expression(expression));
        let most = usize::from(name == "default");
        if !FILTERS.contains(&name) {
            let told =
                format!("il n’y a pas de filtre « {name} ». Ceux qui existent : {}.", FILTERS.join(", "));
            return self.refuse(span, &told);
        }
        if args.len() > most {
            return self.refuse(span, &format!("le filtre « {name} » n’attend pas tant de valeurs."));
        }
        for arg in args {
            match arg {
                CallArg::Pos(expression) => self.expression(expression),
                CallArg::Kwarg(..) | CallArg::PosSplat(_) | CallArg::KwargSplat(_) => {
                    self.refuse(span, "cette écriture n’est pas acceptée.");
                }
            }
        }
    }
}
