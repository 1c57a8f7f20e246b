<?php

declare(strict_types=1);

namespace Drupal\creno\Form;

use Drupal\Core\Form\ConfigFormBase;
use Drupal\Core\Form\FormStateInterface;
use Drupal\creno\ApiAddress;

/**
 * The site's settings: the address of the Créno server.
 */
class SettingsForm extends ConfigFormBase {

  /**
   * {@inheritdoc}
   */
  public function getFormId(): string {
    return 'creno_settings';
  }

  /**
   * {@inheritdoc}
   */
  protected function getEditableConfigNames(): array {
    return ['creno.settings'];
  }

  /**
   * {@inheritdoc}
   */
  public function buildForm(array $form, FormStateInterface $form_state): array {
    $form['api'] = [
      '#type' => 'url',
      '#title' => $this->t('Address of the Créno server'),
      '#description' => $this->t('For example https://rdv.example.fr. The script of the widget comes from there. While it is empty, nothing is shown.'),
      '#config_target' => 'creno.settings:api',
    ];
    return parent::buildForm($form, $form_state);
  }

  /**
   * {@inheritdoc}
   */
  public function validateForm(array &$form, FormStateInterface $form_state): void {
    $api = ApiAddress::normalize((string) $form_state->getValue('api'));
    $form_state->setValue('api', $api);
    if ($api !== '' && !ApiAddress::isValid($api)) {
      $form_state->setErrorByName('api', $this->t('This is not the address of a server: it starts with https:// or http:// and holds neither account, parameters nor anchor.'));
    }
    parent::validateForm($form, $form_state);
  }

}
